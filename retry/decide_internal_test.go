package retry

import (
	"math"
	"testing"
	"time"
)

// Every attempt of this table fails one second into its call.
func TestDecide(t *testing.T) {
	type set = func(*failing)
	const s = time.Second
	waits := func(d time.Duration) set { return func(f *failing) { f.policy.Wait = Constant(d) } }
	asks := func(v string) set { return func(f *failing) { f.header.Set("Retry-After", v) } }
	mode := func(m ElapsedMode) set { return func(f *failing) { f.policy.ElapsedMode = m } }
	deadline := func(in time.Duration) set { return func(f *failing) { f.deadline = in } }
	quarter := func(f *failing) { f.policy.Jitter, f.policy.Rand = FullJitter, func() float64 { return .25 } }
	unlimited := func(f *failing) { f.policy.MaxElapsed = Unlimited }
	tests := map[string]struct {
		hold   []set
		wait   time.Duration
		reason Reason
	}{
		"clip cuts a wait to what is left":                      {[]set{waits(40 * s)}, 29 * s, ""},
		"clip leaves a wait that just fits":                     {[]set{waits(29 * s)}, 29 * s, ""},
		"a clipped wait may still reach the deadline":           {[]set{waits(40 * s), deadline(30 * s)}, 0, DeadlineTooClose},
		"a clipped wait that ends before the deadline is taken": {[]set{waits(40 * s), deadline(30*s + 1)}, 29 * s, ""},
		"before takes a wait that ends in time":                 {[]set{mode(Before), waits(29*s - 1)}, 29*s - 1, ""},
		"before gives up for a wait that ends at MaxElapsed":    {[]set{mode(Before), waits(29 * s)}, 0, ElapsedExhausted},
		"after takes a wait whole":                              {[]set{mode(After), waits(40 * s)}, 40 * s, ""},
		"without MaxElapsed before takes the longest wait":      {[]set{mode(Before), unlimited, waits(math.MaxInt64)}, math.MaxInt64, ""},
		"without MaxElapsed clip cuts nothing":                  {[]set{unlimited, waits(math.MaxInt64)}, math.MaxInt64, ""},
		"a wait that ends at the deadline is not taken":         {[]set{deadline(2 * s)}, 0, DeadlineTooClose},
		"a wait that ends before the deadline is taken":         {[]set{deadline(2*s + 1)}, s, ""},

		"Retry-After wins if it is longer":                       {[]set{asks("7")}, 7 * s, ""},
		"the computed wait wins if that is longer":               {[]set{asks("7"), waits(8 * s)}, 8 * s, ""},
		"Retry-After that just fits is honoured":                 {[]set{asks("29")}, 29 * s, ""},
		"Retry-After is never cut to fit":                        {[]set{asks("30")}, 0, RetryAfterTooLong},
		"nor is it undercut by clipping a longer wait":           {[]set{asks("30"), waits(60 * s)}, 0, RetryAfterTooLong},
		"a longer wait is clipped to no less than it":            {[]set{asks("20"), waits(60 * s)}, 29 * s, ""},
		"before counts Retry-After like a wait":                  {[]set{mode(Before), asks("29")}, 0, ElapsedExhausted},
		"before takes Retry-After that ends in time":             {[]set{mode(Before), asks("28")}, 28 * s, ""},
		"after honours Retry-After beyond MaxElapsed":            {[]set{mode(After), asks("60")}, 60 * s, ""},
		"Retry-After beyond the deadline gives up":               {[]set{asks("7"), deadline(8 * s)}, 0, DeadlineTooClose},
		"Retry-After is cut at MaxRetryAfter":                    {[]set{asks("99"), func(f *failing) { f.policy.MaxRetryAfter = 9 * s }}, 9 * s, ""},
		"and at 6 hours by default":                              {[]set{asks("99999999999999999999"), unlimited}, 6 * time.Hour, ""},
		"Retry-After is not jittered":                            {[]set{asks("7"), quarter}, 7 * s, ""},
		"Retry-After has no floor":                               {[]set{asks("2"), func(f *failing) { f.policy.MinWait = 5 * s }}, 2 * s, ""},
		"one that is no longer than the wait does not lift that": {[]set{asks("1"), func(f *failing) { f.policy.MinWait = 5 * s }}, 5 * s, ""},
		"Retry-After has no cap of the computed waits":           {[]set{asks("7"), func(f *failing) { f.policy.MaxWait = 5 * s }}, 7 * s, ""},
		"IgnoreRetryAfter waits the computed time":               {[]set{asks("7"), func(f *failing) { f.policy.IgnoreRetryAfter = true }}, s, ""},
		"malformed Retry-After is none":                          {[]set{asks("4, 8")}, s, ""},
		"Retry-After of 0 is none":                               {[]set{asks("0")}, s, ""},
		"Retry-After does not help when the waits are used up":   {[]set{asks("7"), func(f *failing) { f.policy.Wait = List() }}, 0, WaitsExhausted},
		"jitter takes its share":                                 {[]set{waits(8 * s), quarter}, 2 * s, ""},
		"MaxWait caps after the jitter":                          {[]set{waits(8 * s), quarter, func(f *failing) { f.policy.MaxWait = 3 * s }}, 2 * s, ""},
		"MaxWait caps":                                           {[]set{waits(8 * s), func(f *failing) { f.policy.MaxWait = 3 * s }}, 3 * s, ""},
		"MinWait lifts after the jitter":                         {[]set{waits(8 * s), quarter, func(f *failing) { f.policy.MinWait = 3 * s }}, 3 * s, ""},
		"the floor wins over the cap":                            {[]set{func(f *failing) { f.policy.MaxWait, f.policy.MinWait = s, 3*s }}, 3 * s, ""},
		"a floor is clipped too":                                 {[]set{func(f *failing) { f.policy.MinWait = 60 * s }}, 29 * s, ""},
		"a negative wait counts as 0":                            {[]set{waits(0), func(f *failing) { f.policy.Wait = func(int) (time.Duration, bool) { return -s, true } }}, 0, ""},
		"a negative jitter counts as 0":                          {[]set{func(f *failing) { f.policy.Jitter = func(time.Duration, float64) time.Duration { return -s } }}, 0, ""},
		"and has the floor": {[]set{func(f *failing) {
			f.policy.MinWait, f.policy.Jitter = 5*s, func(time.Duration, float64) time.Duration { return -s }
		}}, 5 * s, ""},
		"a jitter is never given a negative wait":                 {[]set{func(f *failing) { f.policy.Jitter = func(d time.Duration, _ float64) time.Duration { return -d } }, func(f *failing) { f.policy.Wait = func(int) (time.Duration, bool) { return -s, true } }}, 0, ""},
		"the wait index is the attempt number":                    {[]set{func(f *failing) { f.policy.Wait, f.run.number = Linear(s, s), 3 }}, 3 * s, ""},
		"before the last attempt there is one more":               {[]set{func(f *failing) { f.run.number = 3 }}, s, ""},
		"Unlimited attempts do not end":                           {[]set{func(f *failing) { f.policy.Attempts, f.run.number = Unlimited, math.MaxInt }}, s, ""},
		"a limit of 1 permits one retry":                          {[]set{func(f *failing) { f.policy.Limits.Status = new(1) }}, s, ""},
		"a limit of 1 does not permit two":                        {[]set{func(f *failing) { f.policy.Limits.Status, f.run.fails[classStatus] = new(1), 1 }}, 0, ClassExhausted},
		"a limit of another class is none":                        {[]set{func(f *failing) { f.policy.Limits.Read = new(0) }}, s, ""},
		"a verb of the list passes in any case":                   {[]set{func(f *failing) { f.policy.Methods, f.run.hop.Method = []string{"post"}, "POST" }}, s, ""},
		"an Idempotency-Key opens every verb":                     {[]set{func(f *failing) { f.run.hop.Method = "POST"; f.req.Header.Set("Idempotency-Key", "k") }}, s, ""},
		"without a request there is neither gate nor body":        {[]set{func(f *failing) { f.run.hop, f.run.isFunc, f.req = nil, true, nil }}, s, ""},
		"a deadline that has passed is no cancel, and the reason": {[]set{deadline(s / 2)}, 0, DeadlineTooClose},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			wait, reason := decision(t, tt.hold...)
			equal(t, "wait", wait, tt.wait)
			equal(t, "reason", reason, tt.reason)
		})
	}
}
