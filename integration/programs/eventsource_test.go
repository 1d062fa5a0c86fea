package programs_test

import (
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/launchdarkly/eventsource"
)

func subscribe(t *testing.T, hc *http.Client, url string) (*eventsource.Stream, error) {
	t.Helper()
	return eventsource.SubscribeWithRequestAndOptions(request(t, soon(t), url),
		eventsource.StreamOptionHTTPClient(hc),
		eventsource.StreamOptionInitialRetry(time.Millisecond),
		eventsource.StreamOptionErrorHandler(func(error) eventsource.StreamErrorHandlerResult {
			return eventsource.StreamErrorHandlerResult{}
		}))
}

func TestEventsourceReconnectsWithTheLastEventID(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		next, left := make(step), make(chan struct{})
		var connections atomic.Int32
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			if connections.Add(1) > 1 {
				write(w, "id: 3\ndata: after "+r.Header.Get("Last-Event-ID")+"\n\n")
				<-r.Context().Done()
				close(left)
				return
			}
			write(w, "id: 1\ndata: one\n\n")
			if next.wait(r.Context()) {
				write(w, "id: 2\ndata: two\n\n")
			}
		})
		s, err := subscribe(t, open(t, loopback), srv.URL)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		for i, want := range []string{"one", "two", "after 2"} {
			if i == 1 {
				close(next)
			}
			if got := receive(t, s.Events).Data(); got != want {
				t.Fatalf("got %q, want %q", got, want)
			}
		}
		s.Close()
		wantClosed(t, left, "the server's stream")
	})
}

func TestEventsourceReportsAStatusWithItsBody(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, "not you", http.StatusForbidden)
		})
		_, err := subscribe(t, open(t, loopback), srv.URL)
		var refused eventsource.SubscriptionError
		if !errors.As(err, &refused) || refused.Code != http.StatusForbidden || refused.Message != "not you\n" {
			t.Errorf("got %v, want status 403 with its body", err)
		}
	})
}

// The server breaks the connection off in the middle of an event.
func TestEventsourceReconnectsAfterACut(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		var connections atomic.Int32
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			if connections.Add(1) == 1 {
				write(w, "id: 1\ndata: one\n\ndata: tw")
				panic(http.ErrAbortHandler)
			}
			write(w, "data: two\n\n")
			<-r.Context().Done()
		})
		s, err := subscribe(t, open(t, loopback), srv.URL)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		for _, want := range []string{"one", "two"} {
			if got := receive(t, s.Events).Data(); got != want {
				t.Fatalf("got %q, want %q", got, want)
			}
		}
	})
}
