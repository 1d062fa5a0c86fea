package doortest

import (
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

// sendOutcome is what one of two sends came to.
type sendOutcome struct {
	resp *http.Response
	err  error
}

// hedge sends a second time if there is no answer after a while. The first
// answer is the one; the other is read and closed.
func hedge(after time.Duration) middleware.Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			came := make(chan sendOutcome, 2)
			for n := range 2 {
				go func() {
					time.Sleep(time.Duration(n) * after)
					resp, err := next.RoundTrip(req.Clone(req.Context()))
					came <- sendOutcome{resp, err}
				}()
			}
			first := <-came
			go func() {
				if other := <-came; other.resp != nil {
					_, _ = io.Copy(io.Discard, other.resp.Body)
					_ = other.resp.Body.Close()
				}
			}()
			return first.resp, first.err
		})
	}
}

func TestTwoSendsAtOnceDoNotMixTheirAnswers(t *testing.T) {
	for _, stage := range []middleware.Stage{middleware.PerCall, middleware.PerAttempt} {
		t.Run(stage.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var sends atomic.Int32
				base := middleware.Func(func(*http.Request) (*http.Response, error) {
					if sends.Add(1) == 2 {
						return testkit.Response(200, "fast"), nil
					}
					time.Sleep(3 * time.Second)
					return testkit.Response(200, "slow"), nil
				})
				c := NewClient(t, outbound.WithTransport(base), outbound.WithAuth(auth.Bearer("t"), "http://h.test"),
					outbound.WithLayer(stage, "hedge", hedge(time.Second)))
				req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://h.test/", nil)
				if err != nil {
					t.Fatal(err)
				}
				resp, err := c.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				time.Sleep(5 * time.Second) // the slow one has come
				got, err := io.ReadAll(resp.Body)
				if string(got) != "fast" || err != nil {
					t.Errorf("got %q, %v; want the body of the answer that was returned", got, err)
				}
				_ = resp.Body.Close()
			})
		})
	}
}

func TestAFailedSendThatIsRepeatedLeavesTheOtherAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sends atomic.Int32
		base := middleware.Func(func(req *http.Request) (*http.Response, error) {
			switch sends.Add(1) {
			case 1: // until 2 s
				time.Sleep(2 * time.Second)
				return testkit.Response(503, ""), nil
			case 2: // from 1 s until 4 s
				select {
				case <-time.After(3 * time.Second):
					return testkit.Response(200, "whole"), nil
				case <-req.Context().Done():
					return nil, req.Context().Err()
				}
			}
			return untilEnded(req)
		})
		c := NewClient(t, outbound.WithTransport(base), outbound.WithRetry(retry.Policy{Wait: retry.Constant(time.Second)}),
			outbound.WithLayer(middleware.PerCall, "hedge", hedge(time.Second)))
		got, err := outbound.Get[string](t.Context(), c, "http://h.test/")
		if got != "whole" || err != nil {
			t.Errorf("got %q, %v; want the answer of the send that went on", got, err)
		}
	})
}

func TestTheDeadlineEndsBothOfTwoSends(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sends atomic.Int32
		base := middleware.Func(func(req *http.Request) (*http.Response, error) {
			if sends.Add(1) == 1 {
				return untilEnded(req)
			}
			return testkit.Response(503, ""), nil
		})
		both := func(next http.RoundTripper) http.RoundTripper {
			return middleware.Func(func(req *http.Request) (*http.Response, error) {
				first := make(chan sendOutcome, 1)
				go func() {
					resp, err := next.RoundTrip(req.Clone(req.Context()))
					first <- sendOutcome{resp, err}
				}()
				time.Sleep(time.Second)
				resp, err := next.RoundTrip(req.Clone(req.Context()))
				if err == nil {
					_ = resp.Body.Close()
				}
				o := <-first
				return o.resp, o.err
			})
		}
		c := NewClient(t, outbound.WithTransport(base), outbound.WithTimeout(20*time.Second), outbound.WithAttemptTimeout(0),
			outbound.WithRetry(retry.Policy{}), outbound.WithLayer(middleware.PerCall, "both", both))
		begun := time.Now()
		_, err := outbound.Get[string](t.Context(), c, "http://h.test/")
		if took := time.Since(begun); err == nil || took != 20*time.Second {
			t.Errorf("got %v after %v, want the deadline's error after 20s", err, took)
		}
	})
}
