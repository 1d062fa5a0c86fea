package breaker

import (
	"errors"
	"fmt"
)

// Validate returns every problem of p at once, joined by [errors.Join]; each
// names its field.
func (p Policy) Validate() error {
	var problems []error
	report := func(bad bool, field string, value any, what string) {
		if bad {
			problems = append(problems, fmt.Errorf("breaker: Policy.%s: %v is %s", field, value, what))
		}
	}
	report(p.Window < 0, "Window", p.Window, "negative")
	report(0 < p.Window && p.Window < buckets, "Window", p.Window, "too short for ten buckets")
	report(p.MinCalls < 0, "MinCalls", p.MinCalls, "negative")
	report(!(0 <= p.Ratio && p.Ratio <= 1), "Ratio", p.Ratio, "not between 0 and 1")
	report(p.Consecutive < Off, "Consecutive", p.Consecutive, "negative")
	report(p.MinRow < 0, "MinRow", p.MinRow, "negative")
	report(p.SlowAfter < 0, "SlowAfter", p.SlowAfter, "negative")
	report(!(0 <= p.SlowRatio && p.SlowRatio <= 1), "SlowRatio", p.SlowRatio, "not between 0 and 1")
	report(p.OpenFor < 0, "OpenFor", p.OpenFor, "negative")
	report(p.MaxOpen < 0, "MaxOpen", p.MaxOpen, "negative")
	report(p.Probes < 0, "Probes", p.Probes, "negative")
	report(p.CloseAfter < 0, "CloseAfter", p.CloseAfter, "negative")
	return errors.Join(problems...)
}
