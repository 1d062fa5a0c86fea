package browser_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/observe/inspect"
	"example.com/outbound/retry"
)

// attack is what a server or a caller puts where a page might take it for HTML.
const attack = `<img src=x onerror=document.title='pwned'>`

// scene is an upstream, two clients of it, and the pages.
type scene struct {
	upstream, admin  string
	catalog, billing *outbound.Client
}

// upstream answers by the path, differently each time where a call is to be sent
// again.
func upstream() http.Handler {
	var flaky atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("/items/{id}", func(w http.ResponseWriter, req *http.Request) {
		slow(req, 12*time.Millisecond)
		_, _ = fmt.Fprint(w, `{"cents":250}`)
	})
	mux.HandleFunc("/flaky", func(w http.ResponseWriter, req *http.Request) {
		slow(req, 20*time.Millisecond)
		if flaky.Add(1)%3 != 0 {
			http.Error(w, "busy", http.StatusServiceUnavailable)
			return
		}
		_, _ = fmt.Fprint(w, `{}`)
	})
	mux.HandleFunc("/report", func(w http.ResponseWriter, req *http.Request) {
		for range 4 {
			_, _ = fmt.Fprint(w, strings.Repeat("x", 1000))
			_ = http.NewResponseController(w).Flush()
			slow(req, 25*time.Millisecond)
		}
	})
	mux.HandleFunc("/broken", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	mux.HandleFunc("/old/{id}", func(w http.ResponseWriter, req *http.Request) {
		http.Redirect(w, req, "/items/"+req.PathValue("id")+"?session=s3cr3t", http.StatusFound)
	})
	mux.HandleFunc("/charges", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(w, `{"id":"c-1","token":"s3cr3t"}`)
	})
	mux.HandleFunc("/hostile/", func(w http.ResponseWriter, _ *http.Request) {
		conn, _, _ := http.NewResponseController(w).Hijack()
		defer conn.Close()
		_, _ = fmt.Fprintf(conn, "HTTP/1.1 500 %[1]s\r\nServer: %[1]s\r\nVia: %[1]s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", attack)
	})
	return mux
}

// slow waits for d, so that the bars have a length, or until the request ends.
func slow(req *http.Request, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-req.Context().Done():
	}
}

func newScene(t *testing.T, opts ...inspect.Option) *scene {
	t.Helper()
	up := httptest.NewServer(upstream())
	t.Cleanup(up.Close)
	inspector := inspect.New(append(opts, inspect.Bodies(4<<10))...)
	client := func(name string, more ...outbound.Option) *outbound.Client {
		c, err := outbound.New(outbound.Preset(name, append([]outbound.Option{
			outbound.WithBaseURL(up.URL), outbound.WithRequestID("X-Request-Id"), outbound.WithTimeout(5 * time.Second),
			outbound.WithRetry(retry.Policy{Attempts: 3, MinWait: 60 * time.Millisecond, MaxWait: 60 * time.Millisecond}),
			outbound.WithObserver(inspector.Observer()),
			outbound.WithLayer(middleware.PerAttempt, "inspect", inspector.Layer()),
		}, more...)...))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		inspector.Watch(c)
		return c
	}
	s := &scene{upstream: up.URL, catalog: client("catalog", outbound.WithBreaker(breaker.Policy{})), billing: client("billing")}
	mux := http.NewServeMux()
	mux.Handle("/outbound/", http.StripPrefix("/outbound", inspector))
	admin := httptest.NewServer(mux)
	t.Cleanup(func() {
		admin.CloseClientConnections()
		admin.Close()
	})
	s.admin = admin.URL + "/outbound"
	return s
}

func (s *scene) get(path string, opts ...outbound.CallOption) {
	_, _ = outbound.Get[[]byte](context.Background(), s.catalog, path, opts...)
}

// play makes one call of each sort.
func (s *scene) play() {
	for _, id := range []string{"tea", "coffee", "sugar"} {
		s.get("/items/{id}", outbound.PathParam("id", id))
	}
	s.get("/flaky")
	s.get("/report")
	s.get("/old/{id}", outbound.PathParam("id", "tea"), outbound.Query("token", "s3cr3t"))
	s.get("/missing")
	_, _ = outbound.Post[map[string]string](context.Background(), s.billing, "/charges", map[string]string{"item": "tea", "password": "s3cr3t"},
		outbound.Header("Authorization", "Bearer s3cr3t"), outbound.Operation("charge"))
	s.get("/broken")
	_, _ = outbound.Get[[]byte](context.Background(), s.billing, "http://127.0.0.1:1/nobody")
	s.get("/items/{id}", outbound.PathParam("id", "milk"))
}
