package transport

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"io"
	"math"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"testing"
	"time"
)

func TestGuardAndAgeCostNoAllocationOnAKeptConnection(t *testing.T) {
	addr := answering(t)
	loopback := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	plain := allocsOf(t, Config{}, addr)
	for name, c := range map[string]Config{
		"guard":           {Guard: true, Allow: loopback},
		"age":             {MaxAge: time.Hour},
		"guard and age":   {Guard: true, Allow: loopback, MaxAge: time.Hour},
		"a resolver, too": {Guard: true, Allow: loopback, MaxAge: time.Hour, Resolver: &net.Resolver{PreferGo: true}},
	} {
		if got := allocsOf(t, c, addr); got > plain+0.5 { // of one; the race detector empties pools by chance
			t.Errorf("%s: %.2f allocations for a request, want the %.2f without", name, got, plain)
		}
	}
}

// allocsOf is the least that a request on a kept connection of the base of c allocates.
func allocsOf(t *testing.T, c Config, addr string) float64 {
	t.Helper()
	c.MinTLS, c.Direct = tls.VersionTLS12, true
	p, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	defer p.CloseIdleConnections()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+addr+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	base := p.Base()
	call := func() {
		resp, err := base.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
	}
	call() // makes the connection
	const calls = 400
	least := math.Inf(1)
	for range 3 { // a call that finds no idle connection yet makes one
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range calls {
			call()
		}
		runtime.ReadMemStats(&after)
		least = min(least, float64(after.Mallocs-before.Mallocs)/calls)
	}
	return least
}

// answering is a server that allocates nothing for a request.
func answering(t *testing.T) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	answer := []byte("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				for r := bufio.NewReader(c); ; {
					line, err := r.ReadSlice('\n')
					if err != nil {
						return
					}
					if bytes.Equal(line, []byte("\r\n")) {
						if _, err := c.Write(answer); err != nil {
							return
						}
					}
				}
			}()
		}
	}()
	return l.Addr().String()
}
