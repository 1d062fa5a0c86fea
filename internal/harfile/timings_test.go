package harfile_test

import (
	"testing"
	"time"

	"example.com/outbound/internal/harfile"
	"example.com/outbound/observe"
)

func TestThePhasesBecomeTimingsThatAddUp(t *testing.T) {
	const ms = time.Millisecond
	for name, tt := range map[string]struct {
		result observe.AttemptResult
		want   harfile.Timings
	}{
		"a new connection": {observe.AttemptResult{Duration: 60 * ms, Total: 100 * ms, Phases: observe.Phases{
			DNS: 5 * ms, Connect: 10 * ms, TLS: 20 * ms, Wrote: 36 * ms, FirstByte: 60 * ms}},
			harfile.Timings{Blocked: -1, DNS: 5, Connect: 30, SSL: 20, Send: 1, Wait: 24, Receive: 40}},
		"a connection that is used again": {observe.AttemptResult{Duration: 60 * ms, Total: 100 * ms, Phases: observe.Phases{
			Wrote: 1 * ms, FirstByte: 60 * ms, Reused: true}},
			harfile.Timings{Blocked: -1, DNS: -1, Connect: -1, SSL: -1, Send: 1, Wait: 59, Receive: 40}},
		"a base that tells nothing": {observe.AttemptResult{Duration: 60 * ms, Total: 100 * ms},
			harfile.Timings{Blocked: -1, DNS: -1, Connect: -1, SSL: -1, Wait: 60, Receive: 40}},
		"a failure before the headers": {observe.AttemptResult{Duration: 10 * ms, Total: 10 * ms, Phases: observe.Phases{Connect: 2 * ms, Wrote: 3 * ms}},
			harfile.Timings{Blocked: -1, DNS: -1, Connect: 2, SSL: -1, Send: 1, Wait: 7}},
		"an answer before the request was written": {observe.AttemptResult{Duration: 10 * ms, Total: 50 * ms, Phases: observe.Phases{Reused: true, FirstByte: 10 * ms, Wrote: 30 * ms}},
			harfile.Timings{Blocked: -1, DNS: -1, Connect: -1, SSL: -1, Send: 10, Receive: 40}},
	} {
		t.Run(name, func(t *testing.T) {
			e := harfile.Of(tt.result, time.Now(), nil)
			if e.Timings != tt.want {
				t.Errorf("got %+v, want %+v", e.Timings, tt.want)
			}
			if want := harfile.Millis(tt.result.Total); e.Time != want {
				t.Errorf("got %v ms, want %v", e.Time, want)
			}
		})
	}
}
