package retry

import (
	"errors"
	"fmt"
	"strconv"
)

// Validate returns every problem of p at once, joined by [errors.Join]; each
// names its field. It cannot look into Wait and Jitter: those of this package
// are bounded and never negative, whatever they are made of.
func (p Policy) Validate() error {
	var problems []error
	report := func(bad bool, field string, value any, what string) {
		if bad {
			problems = append(problems, fmt.Errorf("retry: Policy.%s: %v is %s", field, value, what))
		}
	}

	report(p.Attempts < Unlimited, "Attempts", p.Attempts, "negative; 0 means 4, 1 no retry, -1 (Unlimited) no bound")
	report(p.MaxElapsed < Unlimited, "MaxElapsed", p.MaxElapsed, "negative; 0 means 50s, -1ns (Unlimited) no bound")
	report(p.ElapsedMode < Clip || p.ElapsedMode > After, "ElapsedMode", p.ElapsedMode, "not a mode; 0 means Clip")
	for c := range classes {
		if n := p.Limits.limit(c); n != nil {
			report(*n < 0, "Limits."+c.field(), *n, "negative; 0 means no retry, nil no bound but Attempts")
		}
	}
	report(p.MinWait < 0, "MinWait", p.MinWait, "negative; 0 means no bound")
	report(p.MaxWait < 0, "MaxWait", p.MaxWait, "negative; 0 means no bound")
	report(p.MaxRetryAfter < 0, "MaxRetryAfter", p.MaxRetryAfter, "negative; 0 means 6h")
	for _, m := range p.Methods {
		report(!isToken(m), "Methods", strconv.Quote(m), "not a method (RFC 9110, section 9.1)")
	}
	report(p.BufferBody < -1, "BufferBody", p.BufferBody, "negative; 0 means 64 KiB, -1 none")
	return errors.Join(problems...)
}
