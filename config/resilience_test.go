package config_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
)

func TestThePoliciesOfAnOriginAreOnWhereTheFileSaysSo(t *testing.T) {
	for text, want := range map[string]string{
		"{}": "",
		"{breaker: {}, gate: {}, rate_limit: {n: 5}, concurrency: {max: 3}}": "breaker gate rate-limit concurrency",
		"{extends: resilient}":                                                                        "breaker gate concurrency",
		"{extends: resilient, breaker: off}":                                                          "gate concurrency",
		"{extends: resilient, gate: false, rate_limit: {n: 0.5, per: 1m}}":                            "breaker rate-limit concurrency",
		"{extends: resilient, concurrency: off, rate_limit: off}":                                     "breaker gate",
		"{extends: resilient, breaker: {open_for: 9s}, concurrency: {adaptive: {slow_after: 300ms}}}": "breaker gate concurrency",
	} {
		c, err := parse(t, "presets: {a: "+text+"}").Client("a")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, name := range c.Chain() {
			switch name {
			case "breaker", "gate", "rate-limit", "concurrency":
				got = append(got, name)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

// The settings that the file has are those of the client.
func TestThePoliciesOfAnOriginDoWhatTheFileSays(t *testing.T) {
	for name, test := range map[string]struct {
		text   string
		reply  func(n int) (code int, retryAfter string)
		second httperror.Kind // of the call after the first, "" for an answer
		after  time.Duration  // the first call has begun
	}{
		"a row of 1 without a pause":  {"breaker: {consecutive: 1, min_row: 1ns, min_calls: 1, ratio: 1, open_for: 100s}", broken, httperror.CircuitOpen, 0},
		"a ratio that is not reached": {"breaker: {consecutive: off, min_calls: 3}", broken, "", 0},
		"no wait for the rate":        {"rate_limit: {n: 1, per: 1h, max_wait: 0}", fine, httperror.Limited, 0},
		"a wait for the rate":         {"rate_limit: {n: 1, per: 20s}", fine, "", 20 * time.Second},
		"a burst":                     {"rate_limit: {n: 1, per: 20s, burst: 2}", fine, "", 0},
		"a pause":                     {"gate: {}", paused, "", 10 * time.Second},
		"a pause that is too long":    {"gate: {max_hold: 9s}", paused, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := 0
				base := roundTripper(func(req *http.Request) (*http.Response, error) {
					n++
					code, after := test.reply(n)
					resp := &http.Response{StatusCode: code, Header: http.Header{}, Body: http.NoBody, Request: req}
					if after != "" {
						resp.Header.Set("Retry-After", after)
					}
					return resp, nil
				})
				c, err := parse(t, "presets: {a: {"+test.text+"}}").Client("a", outbound.WithMockTransport(base))
				if err != nil {
					t.Fatal(err)
				}
				begun := time.Now()
				_, _ = outbound.Get[string](t.Context(), c, "https://a.example.com")
				_, err = outbound.Get[string](t.Context(), c, "https://a.example.com")
				var he *outbound.HTTPError
				if got := errors.As(err, &he); got != (test.second != "") || got && he.Kind != test.second {
					t.Errorf("got %v, want %q", err, test.second)
				}
				if took := time.Since(begun); took != test.after {
					t.Errorf("it took %v, want %v", took, test.after)
				}
			})
		})
	}
}

func fine(int) (int, string) { return 200, "" }

func broken(n int) (int, string) {
	if n == 1 {
		return 500, ""
	}
	return 200, ""
}

func paused(n int) (int, string) {
	if n == 1 {
		return 429, "10"
	}
	return 200, ""
}

func TestTheDefaultsOfTheBreakerAndTheGateThatAreToldAreThoseOfTheLibrary(t *testing.T) {
	got := settings(t, parse(t, "presets: {a: {breaker: {}, gate: {}}}"), "a")
	for key, want := range map[string]time.Duration{
		"breaker.window": breaker.DefaultWindow, "breaker.min_row": breaker.DefaultMinRow, "breaker.open_for": breaker.DefaultOpenFor,
		"breaker.max_open": breaker.DefaultMaxOpen, "gate.max_hold": limit.DefaultMaxHold, "gate.spread": limit.DefaultSpread,
	} {
		if d, err := time.ParseDuration(got[key].Value); err != nil || d != want {
			t.Errorf("%s: got %s, want %v", key, got[key].Value, want)
		}
	}
	if breaker.DefaultMinCalls != 20 || breaker.DefaultRatio != 0.5 || breaker.DefaultConsecutive != 5 || breaker.DefaultSlowRatio != 0.8 ||
		breaker.DefaultCloseAfter != 2 || limit.DefaultQueue != 100 {
		t.Error("the library has other defaults than the tags of the sections")
	}
}

func TestAPolicyIsInheritedAndShown(t *testing.T) {
	f := parse(t, "presets: {a: {extends: resilient, breaker: {open_for: 9s}}, b: {extends: a, breaker: {probes: 3}, rate_limit: {n: 2.5, max_wait: 0}}}")
	got := settings(t, f, "b")
	for key, want := range map[string]string{
		"breaker.open_for": "9s", "breaker.probes": "3", "breaker.window": "10s", "gate.max_hold": "1m",
		"rate_limit": "{n: 2.5, max_wait: 0s}", "concurrency": "{max: 200}",
	} {
		if got[key].Value != want {
			t.Errorf("%s: got %q, want %q", key, got[key].Value, want)
		}
	}
}
