package retry_test

import (
	"testing"
	"time"

	"example.com/outbound/retry"
)

func TestTheScheduleOfTheZeroPolicyIsTheDefault(t *testing.T) {
	steps, worst := retry.Policy{}.Schedule(10*time.Second, time.Minute)
	want(t, "attempts", len(steps), 4)
	want(t, "the last start", steps[3], retry.Step{Attempt: 4, Mean: 3500 * time.Millisecond, Latest: 37 * time.Second})
	want(t, "the worst case", worst, 47*time.Second)
}

func TestTheScheduleOfAPolicyWithoutBoundsEnds(t *testing.T) {
	p := retry.Policy{Attempts: retry.Unlimited, MaxElapsed: retry.Unlimited, Wait: retry.Exponential(time.Hour, 1e9)}
	steps, worst := p.Schedule(0, 0)
	want(t, "attempts", len(steps), 32)
	want(t, "the worst case", worst, retry.NoBound)
	for i := 1; i < len(steps); i++ {
		want(t, "the order", steps[i].Latest >= steps[i-1].Latest && steps[i].Mean >= steps[i-1].Mean, true)
	}
}
