package resiliencetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/retry"
)

// said are the lines of a log, each as "level message: fields", of the fields that
// are asked for.
func said(t *testing.T, log *bytes.Buffer, fields ...string) (all []string) {
	t.Helper()
	for line := range strings.Lines(log.String()) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatal(err)
		}
		s := fmt.Sprintf("%v %v", m["level"], m["message"])
		for _, f := range fields {
			if v, ok := m[f]; ok {
				s += fmt.Sprintf(" %s=%v", f, v)
			}
		}
		all = append(all, s)
	}
	return all
}

// The log alone tells when and why an origin was held.
func TestTheLogTellsWhenAndWhyABreakerOpensAndCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		base := newMoody(testkit.Status(503))
		c := doortest.NewClient(t, outbound.Preset("billing"), outbound.WithMockTransport(base), outbound.WithLogger(zerolog.New(&log).Level(zerolog.InfoLevel)),
			outbound.WithBreaker(breaker.Policy{Rand: func() float64 { return .5 }}))
		for range 5 {
			_ = fetch(t.Context(), c)
			time.Sleep(250 * time.Millisecond)
		}
		_ = fetch(t.Context(), c)
		time.Sleep(5 * time.Second)
		_ = fetch(t.Context(), c)
		time.Sleep(5 * time.Second)
		base.does(testkit.Text(200, "ok"))
		_, _ = fetch(t.Context(), c), fetch(t.Context(), c)
		var got []string
		for _, line := range said(t, &log, "client", "origin", "from", "until", "cause") {
			if !strings.Contains(line, "call") {
				got = append(got, line)
			}
		}
		const who = " client=billing origin=https://a.example"
		want := []string{
			"warn breaker open" + who + " from=closed until=2000-01-01T00:00:06Z cause=5 failures in a row, the last one: status 503",
			"info breaker half_open" + who + " from=open cause=the open time has passed",
			"warn breaker open" + who + " from=half_open until=2000-01-01T00:00:11Z cause=a probe failed, the last one: status 503",
			"info breaker half_open" + who + " from=open cause=the open time has passed",
			"info breaker closed" + who + " from=half_open cause=2 good probes",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}

func TestTheLineOfACallTellsHowLongItWasHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		base := newMoody(inTurn(testkit.Status(429).With("Retry-After", "3"), testkit.Text(200, "ok")))
		var held []time.Duration
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithLogger(zerolog.New(&log).Level(zerolog.InfoLevel)), outbound.WithGate(limit.Gate{}),
			outbound.WithObserver(outbound.Observer{End: func(_ middleware.Call, r outbound.CallResult) { held = append(held, r.Held) }}))
		_ = fetch(t.Context(), c)
		_ = fetch(t.Context(), c)
		want := []string{
			"warn gate held until=2000-01-01T00:00:03Z",
			"warn call failed attempts=1 duration_ms=0",
			"info gate free",
			"info call attempts=1 held_ms=3000 duration_ms=3000",
		}
		if diff := cmp.Diff(want, said(t, &log, "until", "attempts", "held_ms", "duration_ms")); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		if diff := cmp.Diff([]time.Duration{0, 3 * time.Second}, held); diff != "" {
			t.Errorf("CallResult.Held (-want +got):\n%s", diff)
		}
	})
}

func TestTheLineOfARetryTellsTheHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		var c *outbound.Client
		base := newMoody(testkit.Status(503))
		c = doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithLogger(zerolog.New(&log).Level(zerolog.InfoLevel)),
			outbound.WithRetry(retry.Policy{Attempts: 2, Wait: retry.Constant(time.Second), Jitter: retry.NoJitter}),
			outbound.WithBreaker(breaker.Policy{Judge: func(retry.Attempt) breaker.Verdict {
				c.Isolate(sickHome, 7*time.Second)
				return breaker.Neutral
			}}))
		_ = fetch(t.Context(), c)
		want := []string{
			"warn breaker forced_open", "info retry wait_ms=7000 hold_ms=7000",
			"info breaker half_open", "warn breaker forced_open", "error call failed",
		}
		if diff := cmp.Diff(want, said(t, &log, "wait_ms", "hold_ms")); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}

func TestObserversAreToldOfAChangeOfState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(testkit.Text(200, "ok"))
		var got []string
		note := func(who string) outbound.Option {
			return outbound.WithObserver(outbound.Observer{Change: func(s outbound.StateChange) {
				got = append(got, who+" "+s.Origin+" "+s.What+" "+s.From+">"+s.To)
			}})
		}
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.Resilient(), note("first"), note("second"))
		c.Isolate(sickHome, time.Minute)
		c.Isolate(sickHome, 0)
		want := []string{
			"first https://a.example breaker closed>forced_open", "second https://a.example breaker closed>forced_open",
			"first https://a.example breaker forced_open>closed", "second https://a.example breaker forced_open>closed",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}
