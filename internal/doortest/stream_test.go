package doortest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/retry"
)

// streams are the doors that hand a body over unread.
func streams() []Door { return []Door{Doors[0], Doors[2], Doors[3]} }

func TestAStreamOutlivesTheBoundsOfTheCall(t *testing.T) {
	for _, d := range streams() {
		t.Run(d.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base := testkit.Script(testkit.Text(200, "").Body(&Dripping{Left: 20}))
				c := NewClient(t, outbound.WithMockTransport(base), outbound.WithTimeout(3*time.Second), outbound.WithAttemptTimeout(time.Second), outbound.WithRetry(retry.Policy{}))
				got, err := d.Call(t.Context(), c, Get(outbound.Stream()))
				if err != nil || len(got.Body) != 20 {
					t.Errorf("got %d bytes, %v, want 20 in 20 s", len(got.Body), err)
				}
				base.WantClosed(t)
			})
		})
	}
}

func TestAStreamIsHandedOverUnread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base, begun := testkit.Script(testkit.Text(200, "").Body(&Dripping{Left: 5})), time.Now()
		c := NewClient(t, outbound.WithMockTransport(base), outbound.WithRetry(retry.Policy{}))
		resp, err := c.R(t.Context(), outbound.Stream()).Get(Get().URL)
		if err != nil || time.Since(begun) != 0 {
			t.Fatalf("got %v after %v, want the response at once", err, time.Since(begun))
		}
		body, err := io.ReadAll(resp.RawBody())
		if err != nil || len(body) != 5 || time.Since(begun) != 5*time.Second {
			t.Errorf("got %d bytes, %v after %v, want 5 in 5 s", len(body), err, time.Since(begun))
		}
		_ = resp.RawBody().Close()
		base.WantClosed(t)
	})
}

func TestAStatusOfAStreamIsStillAnError(t *testing.T) {
	for _, d := range streams() {
		t.Run(d.Name, func(t *testing.T) {
			base := testkit.Script(testkit.Text(404, "no such page"))
			c := NewClient(t, outbound.WithMockTransport(base))
			_, err := d.Call(t.Context(), c, Get(outbound.Stream()))
			if e := WantKind(t, err, httperror.ClientStatus); e.StatusCode != 404 || string(e.Body) != "no such page" {
				t.Errorf("got %d, body %q", e.StatusCode, e.Body)
			}
			base.WantClosed(t)
		})
	}
}

func TestAStreamEndsWithTheCallersContext(t *testing.T) {
	for _, d := range streams() {
		t.Run(d.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base := testkit.Script(Still("some"))
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				_, err := d.Call(ctx, NewClient(t, outbound.WithMockTransport(base)), Get(outbound.Stream()))
				if d.Name == "HTTP" && err != context.Canceled { // net/http's own, by identity
					t.Errorf("got error %v, want context.Canceled itself", err)
				}
				if d.Name != "HTTP" {
					WantKind(t, err, httperror.Canceled)
				}
				if !errors.Is(err, context.Canceled) {
					t.Errorf("got %v, want errors.Is to find context.Canceled", err)
				}
				base.WantClosed(t)
			})
		})
	}
}

func TestDoStreamsBothWays(t *testing.T) {
	read, write := io.Pipe()
	go func() {
		_, _ = write.Write([]byte("never in memory as a whole"))
		_ = write.Close()
	}()
	base := testkit.Script(testkit.Text(200, "ok"))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, Get().URL, read)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := NewClient(t, outbound.WithMockTransport(base), outbound.Standard()).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got := string(base.Last(t).Body); got != "never in memory as a whole" {
		t.Errorf("got body %q", got)
	}
}

func TestABodyThatCanBeReadOnceIsSentOnce(t *testing.T) {
	base := testkit.Script(testkit.Status(503))
	c := NewClient(t, outbound.WithMockTransport(base), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, Get().URL, io.MultiReader())
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Do(req)
	if e := WantKind(t, err, httperror.ServerStatus); e.Reason != string(retry.BodyNotReplayable) || e.Attempts != 1 {
		t.Errorf("got reason %q after %d attempts, want %q after 1", e.Reason, e.Attempts, retry.BodyNotReplayable)
	}
}
