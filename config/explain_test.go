package config_test

import (
	"testing"
	"testing/synctest"
	"time"

	"net/http"

	"example.com/outbound"
	"example.com/outbound/config"
)

// starts makes a call against a server that fails after each attempt's delay,
// with a fixed jitter, and returns when the attempts started, and the end.
func starts(t *testing.T, x *config.Explanation, delay time.Duration, u float64) (at []time.Duration, end time.Duration) {
	t.Helper()
	begin := time.Now()
	base := roundTripper(func(req *http.Request) (*http.Response, error) {
		at = append(at, time.Since(begin))
		select {
		case <-req.Context().Done():
			return nil, req.Context().Err()
		case <-time.After(delay):
		}
		return &http.Response{StatusCode: 503, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
	})
	p := *x.Retry
	p.Rand = func() float64 { return u }
	p.Budget = nil
	c, err := outbound.New(outbound.WithMockTransport(base), outbound.WithRetry(p),
		outbound.WithTimeout(x.Timeout), outbound.WithAttemptTimeout(x.AttemptTimeout))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := outbound.Get[string](t.Context(), c, "https://a.example.com"); err == nil {
		t.Fatal("a call that must fail did not")
	}
	return at, time.Since(begin)
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestTheScheduleIsWhatAClientDoes(t *testing.T) {
	tests := map[string]struct {
		preset string
		steps  []config.Step
		worst  time.Duration
	}{
		"the house policy": {
			"extends: standard",
			[]config.Step{{1, 0, 0, 0}, {2, 0, s(0.5), s(11)}, {3, 0, s(1.5), s(23)}, {4, 0, s(3.5), s(37)}},
			s(47),
		},
		"no retry": {"timeout: 20s", []config.Step{{1, 0, 0, 0}}, s(10)},
		"a list that ends": {
			"retry: {wait: {list: [1s, 5s]}, jitter: none, attempts: 9}",
			[]config.Step{{1, 0, 0, 0}, {2, s(1), s(1), s(11)}, {3, s(6), s(6), s(26)}},
			s(36),
		},
		"additive jitter": {
			"retry: {wait: {constant: 1s}, jitter: {additive: 2s}, attempts: 2}",
			[]config.Step{{1, 0, 0, 0}, {2, s(1), s(2), s(13)}},
			s(23),
		},
		"a cap bends the mean": {
			"retry: {wait: {constant: 4s}, max_wait: 2s, attempts: 2}",
			[]config.Step{{1, 0, 0, 0}, {2, 0, s(1.5), s(12)}},
			s(22),
		},
		"a wait that is cut": {
			"retry: {wait: {constant: 20s}, jitter: none, max_elapsed: 35s}",
			[]config.Step{{1, 0, 0, 0}, {2, s(20), s(20), s(30)}, {3, s(35), s(35), s(35)}},
			s(45),
		},
		"a wait that is not begun": {
			"retry: {wait: {constant: 20s}, jitter: none, max_elapsed: 35s, elapsed_mode: before}",
			[]config.Step{{1, 0, 0, 0}, {2, s(20), s(20), s(30)}},
			s(40),
		},
		"a wait that is taken whole": {
			"retry: {wait: {constant: 20s}, jitter: none, max_elapsed: 35s, elapsed_mode: after}",
			[]config.Step{{1, 0, 0, 0}, {2, s(20), s(20), s(30)}, {3, s(40), s(40), s(55)}},
			s(60),
		},
		"a call that is bounded": {
			"timeout: 15s\n    attempt_timeout: 10s\n    retry: {wait: {constant: 1s}, jitter: none, attempts: 3}",
			[]config.Step{{1, 0, 0, 0}, {2, s(1), s(1), s(11)}, {3, s(2), s(2), s(15)}},
			s(15),
		},
		"waits of a lifetime": {
			"timeout: 0\n    attempt_timeout: 1s\n    retry: {wait: {exponential: {base: 8760h, factor: 280}}, jitter: none, attempts: 3, max_elapsed: unlimited}",
			[]config.Step{{1, 0, 0, 0}, {2, 8760 * time.Hour, 8760 * time.Hour, 8760*time.Hour + s(1)}, {3, config.NoBound, config.NoBound, config.NoBound}},
			config.NoBound,
		},
		"without any bound": {
			"timeout: 0\n    attempt_timeout: 0\n    retry: {wait: {constant: 1s}, jitter: none, attempts: 2, max_elapsed: unlimited}",
			[]config.Step{{1, 0, 0, 0}, {2, s(1), s(1), config.NoBound}},
			config.NoBound,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			x, err := parse(t, "presets:\n  a:\n    "+tt.preset+"\n").Explain("a")
			if err != nil {
				t.Fatal(err)
			}
			steps, worst := x.Schedule()
			if len(steps) != len(tt.steps) || worst != tt.worst {
				t.Fatalf("got %v and %v, want %v and %v", steps, worst, tt.steps, tt.worst)
			}
			for i := range steps {
				if got, want := steps[i], tt.steps[i]; got != want {
					t.Errorf("got %v, want %v", got, want)
				}
			}
			if x.Retry == nil || worst == config.NoBound {
				return
			}
			synctest.Test(t, func(t *testing.T) { wantStarts(t, x, steps, worst) })
		})
	}
}

// wantStarts runs the schedule: at once and slow, with the least and the most of
// the jitter.
func wantStarts(t *testing.T, x *config.Explanation, steps []config.Step, worst time.Duration) {
	early, _ := starts(t, x, 0, 0)
	if len(early) != len(steps) {
		t.Fatalf("made %d attempts, want %d", len(early), len(steps))
	}
	for i, at := range early {
		if at != steps[i].Earliest {
			t.Errorf("attempt %d started at %v, want the earliest %v", i+1, at, steps[i].Earliest)
		}
	}
	late, end := starts(t, x, time.Hour, 0.9999999)
	for i, at := range late {
		if at > steps[i].Latest || steps[i].Latest-at > 10*time.Microsecond && steps[i].Latest < s(35) {
			t.Errorf("attempt %d started at %v, want the latest %v", i+1, at, steps[i].Latest)
		}
	}
	if end > worst {
		t.Errorf("the call took %v, want at most %v", end, worst)
	}
}

func s(seconds float64) time.Duration { return time.Duration(seconds * float64(time.Second)) }
