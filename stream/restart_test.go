package stream_test

import (
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/stream"
)

// restarting is a server that ends its streams when it restarts, refuses connections
// while it is down, and has nothing more for the clients that come back.
type restarting struct {
	begun time.Time
	down  time.Duration
	retry string // a field of its events

	mu    sync.Mutex
	tries map[int64]int // per 100 ms since the restart
	back  int
}

func (r *restarting) roundTrip(req *http.Request) (*http.Response, error) {
	at := time.Since(r.begun)
	if at == 0 {
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"text/event-stream"}}, Body: io.NopCloser(strings.NewReader(r.retry + "data: a\n\n")), ContentLength: -1, Request: req}, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tries[at.Milliseconds()/100]++
	if at < r.down {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	}
	r.back++
	return &http.Response{StatusCode: 204, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
}

func TestClientsOfAServerThatRestartsDoNotComeBackAllAtOnce(t *testing.T) {
	const clients = 500
	for name, tt := range map[string]struct {
		down   time.Duration
		retry  string
		opts   outbound.Option
		most   int           // tries within 100 ms
		within time.Duration // until the last one is back, after the server is
	}{
		"it is back at once":               {0, "", nil, 50, 5 * time.Second},
		"it is down for 20 s":              {20 * time.Second, "", nil, 50, 40 * time.Second},
		"it is down for 3 min":             {3 * time.Minute, "", nil, 50, 90 * time.Second},
		"it asks for a second":             {0, "retry: 1000\n", nil, 100, 2 * time.Second},
		"it asks for a second and is down": {20 * time.Second, "retry: 1000\n", nil, 100, 60 * time.Second},
		"clients repeat a connection":      {20 * time.Second, "", outbound.Standard(), 100, 60 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &restarting{begun: time.Now(), down: tt.down, retry: tt.retry, tries: map[int64]int{}}
				c, err := outbound.New(outbound.Options(tt.opts), outbound.WithMockTransport(middleware.Func(server.roundTrip)))
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				var all sync.WaitGroup
				for range clients {
					all.Go(func() {
						for _, err := range stream.Events(t.Context(), c, "http://api.test/events") {
							if err != nil {
								t.Error(err)
							}
						}
					})
				}
				all.Wait()
				took, most := time.Since(server.begun), 0
				for _, n := range server.tries {
					most = max(most, n)
				}
				if server.back != clients || most > tt.most || took > tt.down+tt.within {
					t.Errorf("%d came back within %v, up to %d tries within 100 ms; want all within %v and at most %d", server.back, took, most, tt.down+tt.within, tt.most)
				}
			})
		})
	}
}
