package retry

import (
	"errors"
	"testing"

	"example.com/outbound/internal/mark"
)

func TestAMarkOverrulesWhenWhichIsAskedAllTheSame(t *testing.T) {
	tests := map[string]struct {
		err        error
		when, want bool
	}{
		"no mark, no":                  {errors.New("x"), false, false},
		"no mark, yes":                 {errors.New("x"), true, true},
		"again":                        {Again(errors.New("x")), false, true},
		"permanent":                    {Permanent(errors.New("x")), true, false},
		"again around permanent wins":  {Again(Permanent(errors.New("x"))), false, true},
		"permanent around again wins":  {Permanent(Again(errors.New("x"))), true, false},
		"a mark in joined errors":      {errors.Join(errors.New("y"), Again(errors.New("x"))), false, true},
		"set by a layer without retry": {mark.With(errors.New("x"), mark.Never), true, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			asked := 0
			r := run{policy: &Policy{When: func(Attempt) bool { asked++; return tt.when }}}
			equal(t, "again", r.wantsRetry(Attempt{Err: tt.err}), tt.want)
			equal(t, "times asked", asked, 1)
		})
	}
}

func TestOnlyWhatPassesEveryOtherStopIsCharged(t *testing.T) {
	for _, c := range causes[:len(causes)-1] {
		b := NewBudget(4, 0)
		_, reason := decision(t, c.cause, func(f *failing) { f.policy.Budget = b })
		equal(t, "reason", reason, c.reason)
		equal(t, "charged after "+string(reason), b.own(origin{"https", "a.test"}) == nil, true)
	}
}
