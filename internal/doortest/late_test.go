package doortest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

var errForgotten = errors.New("nobody has ended the attempt within an hour")

// untilEnded answers when the request's context ends.
func untilEnded(req *http.Request) (*http.Response, error) {
	select {
	case <-req.Context().Done():
		return nil, req.Context().Err()
	case <-time.After(time.Hour):
		return nil, errForgotten
	}
}

// What ends a call in the moment between two attempts, or before the first one,
// ends the attempt that begins all the same.
func TestAnAttemptThatBeginsAfterTheEndOfItsCallIsOver(t *testing.T) {
	atTheSecond := func(f func()) outbound.Option {
		return outbound.WithRetry(retry.Policy{Observe: func(e retry.Event) {
			if e.Type == retry.Try && e.Attempt == 2 {
				f()
			}
		}})
	}
	for name, test := range map[string]struct {
		option func(cancel func()) outbound.Option
		want   httperror.Kind
	}{
		"the caller leaves as the second attempt begins": {func(cancel func()) outbound.Option {
			return atTheSecond(func() { cancel(); time.Sleep(time.Millisecond) })
		}, httperror.Canceled},
		"the deadline passes as the second attempt begins": {func(func()) outbound.Option {
			return outbound.Options(outbound.WithTimeout(5*time.Second), atTheSecond(func() { time.Sleep(5 * time.Second) }))
		}, httperror.Deadline},
		"the caller leaves while a layer lets the request pass": {func(cancel func()) outbound.Option {
			return outbound.WithLayer(middleware.PerCall, "slow", func(next http.RoundTripper) http.RoundTripper {
				return middleware.Func(func(req *http.Request) (*http.Response, error) {
					select {
					case <-time.After(time.Second):
					case <-req.Context().Done():
					}
					cancel()
					time.Sleep(time.Millisecond)
					return next.RoundTrip(req)
				})
			})
		}, httperror.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				sends := 0
				base := middleware.Func(func(req *http.Request) (*http.Response, error) {
					if sends++; sends == 1 && !strings.Contains(name, "layer") {
						return testkit.Response(503, ""), nil
					}
					return untilEnded(req)
				})
				c := NewClient(t, outbound.WithTransport(base), outbound.WithTimeout(0), outbound.WithAttemptTimeout(0), test.option(cancel))
				begun := time.Now()
				_, err := outbound.Get[string](ctx, c, "http://h.test/")
				if took := time.Since(begun); took > time.Minute || !errors.Is(err, test.want) {
					t.Errorf("got %v after %v, want kind %s at once", err, took, test.want)
				}
			})
		})
	}
}

// A client may stand on another client's transport, which follows nothing itself.
func TestAClientOnAnotherClientsTransportFollowsRedirects(t *testing.T) {
	sends := 0
	inner := NewClient(t, outbound.WithTransport(middleware.Func(func(*http.Request) (*http.Response, error) {
		if sends++; sends == 1 {
			resp := testkit.Response(302, "")
			resp.Header.Set("Location", "/b")
			return resp, nil
		}
		return testkit.Response(200, "there"), nil
	})))
	outer := NewClient(t, outbound.WithTransport(inner.HTTP().Transport), outbound.WithRetry(retry.Policy{}))
	got, err := outbound.Get[string](t.Context(), outer, "http://h.test/a")
	if got != "there" || err != nil || sends != 2 {
		t.Errorf("got %q, %v after %d sends; want what the redirect leads to, after 2", got, err, sends)
	}
}

func TestABodyThatALayerHasClosedStaysClosed(t *testing.T) {
	closing := func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(req)
			if err == nil {
				_ = resp.Body.Close()
			}
			return resp, err
		})
	}
	for _, idle := range []time.Duration{0, time.Second} {
		base := middleware.Func(func(*http.Request) (*http.Response, error) { return testkit.Response(200, "text"), nil })
		c := NewClient(t, outbound.WithTransport(base), outbound.WithBodyIdleTimeout(idle), outbound.WithLayer(middleware.PerCall, "closing", closing))
		resp, err := c.HTTP().Get("http://h.test/")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(resp.Body); len(got) > 0 || !errors.Is(err, http.ErrBodyReadAfterClose) {
			t.Errorf("idle bound %v: got %q, %v; want http.ErrBodyReadAfterClose", idle, got, err)
		}
	}
}
