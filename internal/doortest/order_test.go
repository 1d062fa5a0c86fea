package doortest

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/outbound"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

// The printed order is the order of execution: a layer of the user's sees what
// the layers above it have done, and nothing of those beneath.
func TestLayersSeeWhatTheOnesAboveThemHaveDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []string
		see := func(who string, req *http.Request) {
			got = append(got, who+": "+sight(req))
		}
		spy := func(who string) middleware.Layer {
			return func(next http.RoundTripper) http.RoundTripper {
				return middleware.Func(func(req *http.Request) (*http.Response, error) {
					see(who, req)
					resp, err := next.RoundTrip(req)
					got = append(got, who+" back: "+outcome(resp, err))
					return resp, err
				})
			}
		}
		base := testkit.Script(testkit.Fail(errors.New("broken")), testkit.Status(503), testkit.Text(200, "ok"))
		base.See = func(s testkit.Sent) { see("base", s.Request) }
		c := NewClient(t, append(Most(), outbound.WithMockTransport(base),
			outbound.WithRetry(retry.Policy{Wait: retry.Constant(0), When: failed}),
			outbound.WithLayer(middleware.PerAttempt, "inner", spy("inner")),
			outbound.WithLayer(middleware.PerCall, "outer", spy("outer")))...)
		if _, err := outbound.Post[string](t.Context(), c, "/", "body"); err != nil {
			t.Fatal(err)
		}
		want := []string{
			"outer: 1m0s, X-Key, X-Request-Id, Idempotency-Key",
			"inner: 10s, X-Key, X-Request-Id, Idempotency-Key",
			"base: 10s, X-Key, X-Request-Id, Idempotency-Key, Authorization",
			"inner back: an *HTTPError of kind unknown", // classify is beneath
			"inner: 10s, X-Key, X-Request-Id, Idempotency-Key",
			"base: 10s, X-Key, X-Request-Id, Idempotency-Key, Authorization",
			"inner back: 503",
			"inner: 10s, X-Key, X-Request-Id, Idempotency-Key",
			"base: 10s, X-Key, X-Request-Id, Idempotency-Key, Authorization",
			"inner back: 200",
			"outer back: 200", // retry is beneath
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}

// sight is what a layer sees of a request: the time left, and the fields that
// layers write.
func sight(req *http.Request) string {
	s := "no bound"
	if d, ok := req.Context().Deadline(); ok {
		s = time.Until(d).String()
	}
	for _, name := range []string{"X-Key", "X-Request-Id", "Idempotency-Key", "Authorization"} {
		if req.Header.Get(name) != "" {
			s += ", " + name
		}
	}
	return s
}

func failed(a retry.Attempt) bool { return a.Kind != "" }

func outcome(resp *http.Response, err error) string {
	var e *outbound.HTTPError
	switch {
	case err == nil:
		return fmt.Sprint(resp.StatusCode)
	case errors.As(err, &e):
		return "an *HTTPError of kind " + string(e.Kind)
	}
	return err.Error()
}

func TestALayerPerAttemptHasARequestOfItsOwn(t *testing.T) {
	writes := func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			req.Header.Add("X-Try", "1") // in place, without a copy
			req.URL.Path += "/seen"
			return next.RoundTrip(req)
		})
	}
	base := testkit.Script(testkit.Status(503), testkit.Text(200, "ok"))
	c := NewClient(t, outbound.WithTransport(base), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}), outbound.WithLayer(middleware.PerAttempt, "mine", writes))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://a.example/page", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	for i, got := range base.Requests() {
		if tries := got.Header.Values("X-Try"); len(tries) != 1 || got.URL.Path != "/page/seen" {
			t.Errorf("attempt %d: got X-Try %q at %s, want what one attempt writes", i+1, tries, got.URL.Path)
		}
	}
	if req.Header.Get("X-Try") != "" || req.URL.Path != "/page" {
		t.Errorf("the caller's request is now %v %v", req.URL, req.Header)
	}
}

func TestUserLayersOfAStageStandInTheOrderOfTheirOptions(t *testing.T) {
	base := testkit.Script(testkit.Text(200, "ok"))
	var got []string
	layer := func(stage middleware.Stage, name string) outbound.Option {
		return outbound.WithLayer(stage, name, func(next http.RoundTripper) http.RoundTripper {
			return middleware.Func(func(req *http.Request) (*http.Response, error) {
				got = append(got, name)
				return next.RoundTrip(req)
			})
		})
	}
	c := NewClient(t, outbound.WithTransport(base),
		layer(middleware.PerAttempt, "c"), layer(middleware.PerCall, "a"), layer(middleware.PerAttempt, "d"), layer(middleware.PerCall, "b"))
	if _, err := outbound.Get[string](t.Context(), c, "https://a.example/"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a", "b", "c", "d"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
