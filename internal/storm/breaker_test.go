package main

import (
	"strings"
	"testing"
)

// losing are the shares of calls that random failures cost the clients with a
// breaker, and the same without.
func losing(t *testing.T) (lost [][]float64) {
	t.Helper()
	for _, p := range resilient {
		var shares []float64
		for _, share := range randomly {
			shares = append(shares, with(t, &server{fault: flaky, share: share}, flakySeconds, p).lost())
		}
		lost = append(lost, shares)
	}
	return lost
}

func TestABreakerEndsAStormInSeconds(t *testing.T) {
	if raceDetector {
		return // it takes ten times as long
	}
	for _, p := range resilient {
		if !p.breaker {
			continue
		}
		r := measure(t, p)
		promisedOfBreaker(t, p, r[0])
		if line := row(p, r[0]); !*write && !strings.Contains(file(t, "storm.md"), line) {
			t.Errorf("docs/storm.md has no line %q: go run ./internal/storm", line)
		}
	}
}

// promisedOfBreaker fails t unless a breaker keeps what the documentation
// promises of it in the three outages.
func promisedOfBreaker(t *testing.T, p peer, outcomes []outcome) {
	t.Helper()
	for i, f := range outages {
		if got := outcomes[i].amplification(); got > .6 {
			t.Errorf("%s, %v: got %.2f requests sent per request needed, want at most 0.6", p.name, f, got)
		}
		most := map[fault]int{refusal: 7, blackHole: 7, stall: 16}[f]
		if got, ok := outcomes[i].recovery(); !ok || got > most {
			t.Errorf("%s, %v: got %d s until recovery (%v), want at most %d", p.name, f, got, ok, most)
		}
	}
}

// promisedOfRandom fails t if a breaker costs calls where single attempts fail
// at random: at most a point, and five where two in five fail.
func promisedOfRandom(t *testing.T, p peer, without, with []float64) {
	t.Helper()
	for i, share := range randomly {
		most := without[i] + .01
		if share == .4 {
			most = without[i] + .05
		}
		if with[i] > most {
			t.Errorf("%s, %.0f %% at random: got %.1f %% of the calls lost, want at most %.1f %%", p.name, 100*share, 100*with[i], 100*most)
		}
	}
}
