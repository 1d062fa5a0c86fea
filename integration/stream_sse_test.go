package integration_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/launchdarkly/eventsource"

	"example.com/outbound"
	"example.com/outbound/stream"
)

// price is an event.
type price struct{ n int }

func (p price) Id() string    { return strconv.Itoa(p.n) } //nolint:staticcheck // the server's name
func (p price) Event() string { return "price" }
func (p price) Data() string  { return strconv.Itoa(p.n) + "\nEUR" }

// prices has the events 1 to n. It replays those after the one that the client names.
type prices int

func (n prices) Replay(_, id string) chan eventsource.Event {
	out := make(chan eventsource.Event, n)
	defer close(out)
	last, _ := strconv.Atoi(id)
	for i := last + 1; i <= int(n); i++ {
		out <- price{i}
	}
	return out
}

// hurried writes the field retry before the first event: the server cannot.
type hurried struct {
	http.ResponseWriter
	begun bool
}

func (h *hurried) Write(p []byte) (int, error) {
	if !h.begun {
		h.begun = true
		_, _ = io.WriteString(h.ResponseWriter, "retry: 5\n\n")
	}
	return h.ResponseWriter.Write(p)
}

func (h *hurried) Flush() { _ = http.NewResponseController(h.ResponseWriter).Flush() }

func (h *hurried) CloseNotify() <-chan bool { return make(chan bool) }

// The connections to an event server of another author break, most of them in the
// middle of an event. It replays the events after the last one that the client names.
func TestEachEventOfAServerIsReadOnceOverConnectionsThatBreak(t *testing.T) {
	const all = 50
	server := eventsource.NewServer()
	server.ReplayAll = true
	server.Register("prices", prices(all))
	var asked atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		asked.Add(1)
		server.Handler("prices")(&hurried{ResponseWriter: w}, req)
	}))
	t.Cleanup(func() { server.Close(); srv.Close() })
	var limits []int64
	for n := range int64(30) {
		limits = append(limits, 450+7*n)
	}
	c := newClient(t, outbound.WithBaseURL(relay(t, srv.Listener.Addr().String(), limits...)), outbound.WithoutProxy())
	n := 0
	for e, err := range stream.Events(t.Context(), c, "/", outbound.BodyIdle(10*time.Second)) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if want := (price{n}); e.ID != want.Id() || e.Type != "price" || e.Data != want.Data() {
			t.Fatalf("got %+v, want event %d", e, n)
		}
		if n == all {
			break
		}
	}
	if n != all || asked.Load() < 5 {
		t.Errorf("got %d events on %d connections, want %d on 5 at least", n, asked.Load(), all)
	}
}
