package inspect_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/internal/memnet"
	"example.com/outbound/mock"
	"example.com/outbound/observe/inspect"
)

// local says that a request has come from this machine: memnet has no addresses.
func local(i http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		req.RemoteAddr, req.Host = "127.0.0.1:40000", "localhost"
		i.ServeHTTP(w, req)
	})
}

// connect asks a server in memory for a target and returns the connection.
func connect(t *testing.T, i http.Handler, target string) net.Conn {
	t.Helper()
	l := memnet.Listen()
	s := &http.Server{Handler: local(i)}
	go func() { _ = s.Serve(l) }()
	conn, err := l.Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(); _ = s.Close() })
	if _, err := conn.Write([]byte("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestEachChangeIsAnEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := inspect.New()
		c, m := watched(t, i)
		m.On("GET", "/", mock.Status(503), mock.Text(200, "x"))
		m.On("GET", "/before", mock.Text(200, "x"))
		get(c, "/before")
		conn := connect(t, i, "/events?after=0")
		outcomes := make(chan string, 100)
		go func() {
			lines := bufio.NewScanner(conn)
			for lines.Scan() {
				var row struct{ Outcome, Target string }
				if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && json.Unmarshal([]byte(data), &row) == nil {
					outcomes <- row.Target + " " + row.Outcome
				}
			}
			close(outcomes)
		}()
		synctest.Wait()
		if got := <-outcomes; !strings.HasPrefix(got, "/before ") {
			t.Errorf("got %q, want the call before the connection", got)
		}
		get(c, "/")
		time.Sleep(time.Second)
		var last string
		for len(outcomes) > 0 {
			last = <-outcomes
		}
		if last != "/ 200" {
			t.Errorf("got %q last", last)
		}
		_ = conn.Close()
	})
}

func TestAReaderThatDoesNotReadIsDroppedAndHoldsUpNoCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := inspect.New()
		c, m := watched(t, i)
		m.On("GET", "/{n}", mock.Text(200, "x"))
		conn := connect(t, i, "/events")
		begun := time.Now()
		for range 300 {
			get(c, "/"+strings.Repeat("n", 1000))
			time.Sleep(100 * time.Millisecond)
		}
		if took := time.Since(begun); took != 30*time.Second {
			t.Errorf("the calls were held up: they took %v", took)
		}
		_ = conn.SetReadDeadline(time.Now().Add(time.Minute))
		n, buf := 0, make([]byte, 32<<10)
		for {
			k, err := conn.Read(buf)
			n += k
			if ne, ok := err.(net.Error); ok && ne.Timeout() {
				t.Fatal("the reader is not dropped")
			}
			if err != nil {
				break
			}
		}
		if n > 256<<10 {
			t.Errorf("%d bytes were kept for it", n)
		}
	})
}

func TestNoMoreReadersThanTheirNumberAreServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := inspect.New()
		for range 32 {
			connect(t, i, "/events")
		}
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if w := send(i, here(http.MethodGet, "/events", nil).WithContext(ctx)); w.Code != http.StatusServiceUnavailable {
			t.Errorf("got status %d", w.Code)
		}
	})
}

// A goroutine that is left blocks the bubble.
func TestNoGoroutineIsLeftAtRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before := runtime.NumGoroutine()
		i := inspect.New()
		c, m := watched(t, i)
		m.On("GET", "/", mock.Text(200, "x"))
		get(c, "/")
		_ = everyPage(t, i, "1")
		synctest.Wait()
		if after := runtime.NumGoroutine(); after > before {
			t.Errorf("got %d goroutines, had %d", after, before)
		}
	})
}
