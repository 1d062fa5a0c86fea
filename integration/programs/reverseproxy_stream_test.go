package programs_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"testing"
)

func TestReverseProxyPassesEachEventOnAtOnce(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		next := make(step)
		backend := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			write(w, "data: one\n\n")
			if next.wait(r.Context()) {
				write(w, "data: two\n\n")
			}
		})
		front := proxyTo(t, backend, open(t, loopback))
		events := bufio.NewReader(ask(t, "GET", front.URL, nil).Body)
		for i, want := range []string{"data: one\n", "\n", "data: two\n", "\n"} {
			if i == 2 {
				close(next)
			}
			if got, err := events.ReadString('\n'); err != nil || got != want {
				t.Fatalf("got %q, %v, want %q", got, err, want)
			}
		}
		if rest, err := io.ReadAll(events); err != nil || len(rest) > 0 {
			t.Errorf("got %q, %v after the last event", rest, err)
		}
	})
}

func TestReverseProxyEndsTheBackendsRequestWhenTheUserLeaves(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		left := make(chan struct{})
		backend := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			write(w, "data: one\n\n")
			<-r.Context().Done()
			close(left)
		})
		front := proxyTo(t, backend, open(t, loopback))
		ctx, leave := context.WithCancel(soon(t))
		resp := askWith(t, ctx, "GET", front.URL, nil)
		if _, err := bufio.NewReader(resp.Body).ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		leave()
		wantClosed(t, left, "the backend's request")
	})
}
