package retry

import (
	"fmt"
	"math"
	"testing"
)

var here, there = origin{"https", "a.test"}, origin{"https", "b.test"}

func host(name ...any) origin { return origin{"http", fmt.Sprint(name...)} }

func TestBudgetChargesFirstAndThenAsks(t *testing.T) {
	tests := map[string]struct {
		tokens, ratio float64
		do            string // s: spend and may, x: spend and may not, r: refund
	}{
		"retries above half only":                {4, .5, "sxx"},
		"an odd number of tokens":                {5, .5, "ssx"},
		"a fraction above half":                  {4.5, .5, "ssx"},
		"a hundred":                              {10, .1, "ssssxxxxxxxxxxxx"},
		"never below 0":                          {4, 1, "sxxxxxxx" + "rrr" + "x" + "rr" + "s"},
		"never above the top":                    {4, 1, "rrrrrrrr" + "sx"},
		"a success returns ratio":                {4, .5, "sx" + "rr" + "x" + "rrr" + "s"},
		"ratio adds up without a rest":           {4, .1, "sx" + "rrrrrrrrrr" + "x" + "rrrrrrrrrr" + "r" + "s"},
		"ratio above tokens fills it":            {4, 99, "sxxx" + "r" + "sx"},
		"ratio 0 returns nothing":                {4, 0, "sx" + "rrrrrrrr" + "x"},
		"ratio below 0 is 0":                     {4, -1, "sx" + "rrrrrrrr" + "x"},
		"ratio NaN is 0":                         {4, math.NaN(), "sx" + "rrrrrrrr" + "x"},
		"ratio Inf fills it":                     {4, math.Inf(1), "sxxx" + "r" + "sx"},
		"2 tokens permit nothing":                {2, 1, "x" + "rrr" + "x"},
		"0 tokens permit nothing":                {0, 1, "x" + "rrr" + "x"},
		"tokens below 0 are 0":                   {-4, 1, "x" + "rrr" + "x"},
		"tokens NaN are 0":                       {math.NaN(), 1, "x" + "rrr" + "x"},
		"-Inf tokens are 0":                      {math.Inf(-1), 1, "x"},
		"Inf tokens do not overflow":             {math.Inf(1), math.Inf(1), "ssss" + "r" + "ssss"},
		"the most tokens do not overflow either": {math.MaxFloat64, 1, "ssss" + "r" + "ssss"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := NewBudget(tt.tokens, tt.ratio)
			for i, c := range tt.do {
				if c == 'r' {
					b.refund(here)
				} else if got, want := b.spend(here), c == 's'; got != want {
					t.Fatalf("%s, step %d: got %v, want %v", tt.do, i+1, got, want)
				}
			}
		})
	}
}

func TestAnOriginDoesNotPayForAnother(t *testing.T) {
	b := NewBudget(4, 1)
	for b.spend(here) {
	}
	equal(t, "the other origin", b.spend(there), true)
	equal(t, "this one", b.spend(here), false)
	for range 9 {
		b.refund(there)
	}
	equal(t, "this one, after the other's successes", b.spend(here), false)
}

func TestWithoutABudgetEveryRetryIsPermitted(t *testing.T) {
	var b *Budget
	for range 100 {
		equal(t, "nil budget", b.spend(here), true)
		b.refund(here)
	}
}

func TestTheZeroBudgetPermitsNone(t *testing.T) {
	var b Budget
	b.refund(here)
	equal(t, "zero budget", b.spend(here), false)
}
