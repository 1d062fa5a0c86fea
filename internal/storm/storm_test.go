package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/retry"
)

var (
	write = flag.Bool("write", false, "write the report instead of comparing it")
	full  = flag.Bool("full", false, "simulate every client, as the report does")
)

// in runs a simulation in virtual time.
func in(t *testing.T, f fault, seconds int, p peer) (o outcome) {
	t.Helper()
	return with(t, &server{fault: f, share: .05}, seconds, p)
}

func with(t *testing.T, s *server, seconds int, p peer) (o outcome) {
	t.Helper()
	synctest.Test(t, func(*testing.T) { o = simulate(s, seconds, p) })
	return o
}

// retrying is a client of one caller under a policy.
func retrying(policy func() retry.Policy) peer { return peer{policy: policy} }

// measure simulates every outage for some of the peers.
func measure(t *testing.T, some ...peer) results {
	t.Helper()
	var r results
	for _, p := range some {
		var outcomes []outcome
		for _, f := range outages {
			outcomes = append(outcomes, in(t, f, seconds, p))
		}
		r = append(r, outcomes)
	}
	return r
}

// Simulating every client takes a minute, and ten under the race detector. The
// usual run simulates what is promised and compares the lines of the report that
// say it; under the detector it looks at one outage only.
// maxAmplification is the most requests sent per request needed under Standard.
const maxAmplification = 1.30

func TestTheReportHoldsWhatIsPromised(t *testing.T) {
	none, house := peers[0], peers[len(peers)-1]
	switch {
	case raceDetector:
		o := in(t, refusal, 60, house)
		if got := o.amplification(); got > maxAmplification {
			t.Errorf("got %.3f requests sent per request needed, want at most %v", got, maxAmplification)
		}
		return
	case !*full && !*write:
		r := measure(t, none, house)
		promised(t, r[0], r[1], in(t, flaky, flakySeconds/2, house).lost())
		for i, p := range []peer{none, house} {
			if line := row(p, r[i]); !strings.Contains(file(t, "storm.md"), line) {
				t.Errorf("docs/storm.md has no line %q: go run ./internal/storm", line)
			}
		}
		return
	}
	r, withBreaker, lost := measure(t, peers...), measure(t, resilient...), losing(t)
	rows := measureOverload(t)
	l := losses{
		in(t, flaky, flakySeconds, retrying(unbudgeted)).lost(),
		in(t, flaky, flakySeconds, retrying(standard)).lost(),
		in(t, flaky, flakySeconds, retrying(drained)).lost(),
	}
	promised(t, r[0], r[len(r)-1], l.full)
	for i, p := range resilient {
		if p.breaker {
			promisedOfBreaker(t, p, withBreaker[i])
			promisedOfRandom(t, p, lost[i-1], lost[i])
		}
	}
	for name, text := range map[string]string{
		"storm.md":                report(r, withBreaker, lost, l, rows),
		"storm.svg":               picture("Share of calls that succeed during and after an outage, with four ways of retrying", peers, r),
		"resilience-adaptive.svg": overloadPicture(rows),
		"resilience-storm.svg":    picture("Share of calls that succeed during and after an outage, with and without a breaker", resilient, withBreaker),
	} {
		if *write {
			if err := os.WriteFile(filepath.Join("..", "..", "docs", name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if file(t, name) != text {
			t.Errorf("docs/%s is not what the simulation says: go run ./internal/storm", name)
		}
	}
}

func file(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// promised fails t unless the house default keeps what the documentation
// promises, against no retry.
func promised(t *testing.T, none, house []outcome, lost float64) {
	t.Helper()
	for i, f := range outages {
		if got := house[i].amplification(); got > maxAmplification {
			t.Errorf("%v: got %.3f requests sent per request needed, want at most 1.25", f, got)
		}
		most := 5 * time.Second
		if f == stall {
			without, ok := none[i].recovery()
			if !ok {
				t.Errorf("%v: no recovery without retries", f)
			}
			most = time.Duration(without) * time.Second * 127 / 100
		}
		if got, ok := house[i].recovery(); !ok || time.Duration(got)*time.Second > most {
			t.Errorf("%v: got %d s until recovery (%v), want at most %v", f, got, ok, most)
		}
	}
	if lost > .0001 {
		t.Errorf("random failures: got %.4f %% of the calls lost, want at most 0.01 %%", 100*lost)
	}
}
