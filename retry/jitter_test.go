package retry_test

import (
	"math"
	"testing"
	"time"

	"example.com/outbound/retry"
)

func TestJitters(t *testing.T) {
	const almost = 1 - 1.0/(1<<53) // the largest number below 1
	tests := map[string]struct {
		jitter retry.Jitter
		wait   time.Duration
		u      float64
		want   time.Duration
	}{
		"no jitter":                                {retry.NoJitter, 8 * s, .25, 8 * s},
		"no jitter takes a negative wait for 0":    {retry.NoJitter, -s, .25, 0},
		"full at 0":                                {retry.FullJitter, 8 * s, 0, 0},
		"full at a quarter":                        {retry.FullJitter, 8 * s, .25, 2 * s},
		"full never exceeds the wait":              {retry.FullJitter, longest, almost, longest - 1023},
		"full of nothing":                          {retry.FullJitter, 0, .5, 0},
		"full takes a negative wait for 0":         {retry.FullJitter, -s, .5, 0},
		"full takes u NaN for 0":                   {retry.FullJitter, s, math.NaN(), 0},
		"full takes u below 0 for 0":               {retry.FullJitter, s, -3, 0},
		"full takes u above 1 for 1":               {retry.FullJitter, s, 3, s},
		"full of the longest with u 1":             {retry.FullJitter, longest, 1, longest},
		"additive at 0":                            {retry.AdditiveJitter(4 * s), 8 * s, 0, 8 * s},
		"additive at a quarter":                    {retry.AdditiveJitter(4 * s), 8 * s, .25, 9 * s},
		"additive saturates":                       {retry.AdditiveJitter(longest), longest, .5, longest},
		"additive takes a negative max for 0":      {retry.AdditiveJitter(-4 * s), 8 * s, .5, 8 * s},
		"additive takes a negative wait for 0":     {retry.AdditiveJitter(4 * s), -8 * s, .5, 2 * s},
		"additive takes u NaN for 0":               {retry.AdditiveJitter(4 * s), 8 * s, math.NaN(), 8 * s},
		"range at 0":                               {retry.RangeJitter(4 * s), 8 * s, 0, 4 * s},
		"range at a quarter":                       {retry.RangeJitter(4 * s), 8 * s, .25, 5 * s},
		"range of a wait that is min":              {retry.RangeJitter(4 * s), 4 * s, .5, 4 * s},
		"range of a wait shorter than min is min":  {retry.RangeJitter(4 * s), 2 * s, .5, 4 * s},
		"range from 0 is full":                     {retry.RangeJitter(0), 8 * s, .25, 2 * s},
		"range takes a negative min for 0":         {retry.RangeJitter(-4 * s), 8 * s, .25, 2 * s},
		"range takes a negative wait for 0":        {retry.RangeJitter(4 * s), -8 * s, .5, 4 * s},
		"range of the longest":                     {retry.RangeJitter(s), longest, 1, longest},
		"range between extremes does not overflow": {retry.RangeJitter(math.MinInt64), longest, 1, longest},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.jitter(tt.wait, tt.u); got != tt.want {
				t.Errorf("jitter(%v, %v): got %v, want %v", tt.wait, tt.u, got, tt.want)
			}
		})
	}
}
