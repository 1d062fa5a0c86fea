package mock_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
)

// fault is a reply beside the same thing provoked on a socket.
type fault struct {
	name   string
	reply  mock.Reply
	kind   httperror.Kind
	socket func(t *testing.T) *provoked
	https  bool
}

func faults() []fault {
	return []fault{
		{"connection refused", mock.Refused(), httperror.Connect, refusedPort, false},
		{"no such host", mock.NoSuchHost(), httperror.DNS, unknownName, false},
		{"reset after the request", mock.Reset(), httperror.Reset, onSocket(afterRequest(reset)), false},
		{"reset before the request", mock.ResetUnsent(), httperror.Reset, onSocket(afterByte(reset)), false},
		{"closed without an answer", mock.Closed(), httperror.Reset, onSocket(afterRequest(hangUp)), false},
		{"body cut off", mock.Truncated(200, "0123456789", 4), httperror.Body,
			onSocket(afterRequest(say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123"))), false},
		{"garbage", mock.Garbage(), httperror.Protocol, onSocket(afterRequest(say("SSH-2.0-OpenSSH_9.9\r\n\r\n"))), false},
		{"stall", mock.Stall(), httperror.Timeout, onSocket(afterRequest(silence)), false},
		{"stalled body", mock.StalledBody(200, "0123456789", 4), httperror.Timeout,
			onSocket(afterRequest(sayAndWait("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123"))), false},
		{"bad certificate", mock.BadCertificate(), httperror.TLS, unknownAuthority, true},
		{"expired certificate", mock.ExpiredCertificate(), httperror.TLS, expiredCertificate, true},
		{"proxy unreachable", mock.ProxyUnreachable(), httperror.Proxy, unreachableProxy, false},
		{"proxy unreachable for a tunnel", mock.ProxyUnreachable(), httperror.Proxy, unreachableProxy, true},
		{"proxy denies the tunnel", mock.ProxyDenied(407), httperror.Proxy, denyingProxy, true},
	}
}

func TestEachFaultIsTheErrorOfASocket(t *testing.T) {
	for _, f := range faults() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			real := f.socket(t)
			seen := make(map[string]bool)
			happens := func(types string) bool { // what a socket makes of a fault varies with the load
				for n := 0; !seen[types] && n < 200; n++ {
					seen[typeTree(failure(t, real.rt, real.url))] = true
				}
				return seen[types]
			}
			m := mock.NewTransport(t)
			m.On("", "/x", f.reply)
			url := "http://mock.test/x"
			if f.https {
				url = "https://mock.test/x"
			}
			for range 12 {
				err := failure(t, m, url)
				if got := typeTree(err); !happens(got) {
					t.Fatalf("got the types %s, want one of\n%s", got, strings.Join(slices.Sorted(maps.Keys(seen)), "\n"))
				}
			}
			for _, base := range []provoked{*real, {m, url}} {
				if got := kindOver(t, base); got != f.kind {
					t.Errorf("got kind %s, want %s", got, f.kind)
				}
			}
		})
	}
}

// provoked is a transport and a URL that end in a fault on a real socket.
type provoked struct {
	rt  http.RoundTripper
	url string
}

// failure posts to url and returns the error of the exchange or of its body.
func failure(t *testing.T, rt http.RoundTripper, url string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience(t))
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "POST", url, strings.NewReader("hello"))
	if err != nil {
		t.Fatal(err)
	}
	body := &closing{Reader: req.Body}
	req.Body = body
	resp, err := rt.RoundTrip(req)
	if err == nil {
		_, err = io.ReadAll(resp.Body)
		_ = resp.Body.Close()
	}
	if err == nil {
		t.Fatal("got no error")
	}
	if _, ok := rt.(*mock.Transport); ok && !body.closed.Load() {
		t.Error("the request body was not closed")
	}
	return err
}

// kindOver is the kind of the failure that a client sees over a base.
func kindOver(t *testing.T, base provoked) httperror.Kind {
	t.Helper()
	c, err := outbound.New(outbound.WithMockTransport(base.rt), outbound.WithTimeout(0),
		outbound.WithAttemptTimeout(patience(t)), outbound.WithBodyIdleTimeout(patience(t)))
	if err != nil {
		t.Fatal(err)
	}
	_, err = outbound.Post[string](t.Context(), c, base.url, "hello")
	var he *outbound.HTTPError
	if !errors.As(err, &he) {
		t.Fatalf("got %v, want an HTTPError", err)
	}
	return he.Kind
}

// patience is how long a test waits for its fault.
func patience(t *testing.T) time.Duration {
	if strings.Contains(t.Name(), "stall") {
		return 20 * time.Millisecond
	}
	return 10 * time.Second
}

// typeTree writes the types of err and of what it wraps, system calls' numbers
// included.
func typeTree(err error) string {
	s := fmt.Sprintf("%T", err)
	switch x := any(err).(type) {
	case interface{ Unwrap() []error }:
		for _, e := range x.Unwrap() {
			s += "(" + typeTree(e) + ")"
		}
	case interface{ Unwrap() error }:
		if e := x.Unwrap(); e != nil {
			s += "(" + typeTree(e) + ")"
		}
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		s += " " + err.Error()
	}
	return s
}
