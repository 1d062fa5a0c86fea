package retry_test

import (
	"math"
	"testing"
	"time"

	"example.com/outbound/retry"
)

const (
	s       = time.Second
	longest = time.Duration(math.MaxInt64)
	never   = time.Duration(-1) // in tables: there is no further wait
)

// minus is a Wait of the caller's own that breaks the rules.
func minus(int) (time.Duration, bool) { return -s, true }

// index is a Wait that shows what n it is asked for.
func index(n int) (time.Duration, bool) { return time.Duration(n) * s, true }

func TestWaits(t *testing.T) {
	tests := map[string]struct {
		wait retry.Wait
		want []time.Duration // after attempts 1, 2, …
	}{
		"exponential doubles":                      {retry.Exponential(s, 2), []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s}},
		"exponential of a fraction":                {retry.Exponential(200*time.Millisecond, 1.5), []time.Duration{s / 5, 3 * s / 10, 9 * s / 20}},
		"exponential is rounded, not cut":          {retry.Exponential(s, 1.1), []time.Duration{s, 11 * s / 10, 121 * s / 100, 1331 * s / 1000}},
		"exponential may shrink":                   {retry.Exponential(8*s, 0.5), []time.Duration{8 * s, 4 * s, 2 * s}},
		"exponential with factor 1 keeps every ns": {retry.Exponential(longest-1, 1), []time.Duration{longest - 1, longest - 1}},
		"exponential with factor 0":                {retry.Exponential(s, 0), []time.Duration{s, 0, 0}},
		"exponential takes factor NaN for 1":       {retry.Exponential(s, math.NaN()), []time.Duration{s, s, s}},
		"exponential takes factor -2 for 1":        {retry.Exponential(s, -2), []time.Duration{s, s, s}},
		"exponential takes factor -Inf for 1":      {retry.Exponential(s, math.Inf(-1)), []time.Duration{s, s, s}},
		"exponential with factor Inf":              {retry.Exponential(s, math.Inf(1)), []time.Duration{s, longest, longest}},
		"exponential of 0 stays 0":                 {retry.Exponential(0, math.Inf(1)), []time.Duration{0, 0, 0}},
		"exponential takes a negative base for 0":  {retry.Exponential(-s, 2), []time.Duration{0, 0, 0}},
		"exponential from the longest":             {retry.Exponential(longest, 10), []time.Duration{longest, longest, longest}},

		"fibonacci":                               {retry.Fibonacci(s), []time.Duration{s, s, 2 * s, 3 * s, 5 * s, 8 * s, 13 * s}},
		"fibonacci of 0":                          {retry.Fibonacci(0), []time.Duration{0, 0, 0}},
		"fibonacci takes a negative unit for 0":   {retry.Fibonacci(-s), []time.Duration{0, 0, 0}},
		"fibonacci from the longest":              {retry.Fibonacci(longest), []time.Duration{longest, longest, longest}},
		"constant":                                {retry.Constant(s), []time.Duration{s, s, s}},
		"constant takes a negative wait for 0":    {retry.Constant(-s), []time.Duration{0, 0}},
		"list ends":                               {retry.List(s, 3*s, 2*s), []time.Duration{s, 3 * s, 2 * s, never, never}},
		"list takes a negative wait for 0":        {retry.List(-s), []time.Duration{0, never}},
		"an empty list has no wait":               {retry.List(), []time.Duration{never, never}},
		"linear":                                  {retry.Linear(5*s, 3*s), []time.Duration{5 * s, 8 * s, 11 * s}},
		"linear downwards stops at 0":             {retry.Linear(5*s, -3*s), []time.Duration{5 * s, 2 * s, 0, 0}},
		"linear from below 0":                     {retry.Linear(-4*s, 3*s), []time.Duration{0, 0, 2 * s, 5 * s}},
		"linear with the longest step":            {retry.Linear(s, longest), []time.Duration{s, longest, longest}},
		"linear with the longest step downwards":  {retry.Linear(s, math.MinInt64), []time.Duration{s, 0, 0, 0}},
		"decay is that of Python's backoff":       {retry.Decay(100*s, 3, 5*s), []time.Duration{100 * s, 5 * s, 5 * s}},
		"decay by halves":                         {retry.Decay(8*s, math.Ln2, 0), []time.Duration{8 * s, 4 * s, 2 * s, s}},
		"decay starts at min if that is longer":   {retry.Decay(s, 1, 5*s), []time.Duration{5 * s, 5 * s}},
		"decay with rate 0":                       {retry.Decay(s, 0, 0), []time.Duration{s, s}},
		"decay takes rate NaN for 0":              {retry.Decay(s, math.NaN(), 0), []time.Duration{s, s}},
		"decay with rate Inf":                     {retry.Decay(s, math.Inf(1), 0), []time.Duration{s, 0, 0}},
		"decay with a negative rate grows":        {retry.Decay(s, -math.Ln2, 0), []time.Duration{s, 2 * s, 4 * s}},
		"decay with rate -Inf":                    {retry.Decay(s, math.Inf(-1), 0), []time.Duration{s, longest, longest}},
		"decay of 0 stays 0":                      {retry.Decay(0, math.Inf(-1), 0), []time.Duration{0, 0}},
		"decay takes negative durations for 0":    {retry.Decay(-s, 1, -s), []time.Duration{0, 0}},
		"immediate first keeps the index":         {retry.ImmediateFirst(retry.Exponential(s, 2)), []time.Duration{0, 2 * s, 4 * s}},
		"immediate first of a list":               {retry.ImmediateFirst(retry.List(s, 2*s)), []time.Duration{0, 2 * s, never}},
		"immediate first of nothing is the house": {retry.ImmediateFirst(nil), []time.Duration{0, 2 * s, 4 * s}},
		"immediate first, negative":               {retry.ImmediateFirst(minus), []time.Duration{0, 0}},

		"sum":                                    {retry.Sum(retry.Constant(s), retry.Exponential(s, 2)), []time.Duration{2 * s, 3 * s, 5 * s}},
		"sum ends with the first that ends":      {retry.Sum(retry.Constant(s), retry.List(s, s)), []time.Duration{2 * s, 2 * s, never}},
		"sum of nothing is 0":                    {retry.Sum(), []time.Duration{0, 0}},
		"sum saturates":                          {retry.Sum(retry.Constant(longest), retry.Constant(longest)), []time.Duration{longest, longest}},
		"sum takes a negative part for 0":        {retry.Sum(retry.Constant(s), minus), []time.Duration{s, s}},
		"sum takes nil for the house wait":       {retry.Sum(nil, retry.Constant(s)), []time.Duration{2 * s, 3 * s}},
		"chain repeats its last":                 {retry.Chain(retry.Constant(s), retry.Constant(3*s)), []time.Duration{s, 3 * s, 3 * s}},
		"chain passes the index on":              {retry.Chain(retry.Constant(9*s), index), []time.Duration{9 * s, 2 * s, 3 * s}},
		"chain ends with a list that is used up": {retry.Chain(retry.List(s), retry.List(s)), []time.Duration{s, never, never}},
		"an empty chain has no wait":             {retry.Chain(), []time.Duration{never, never}},
		"chain takes nil for the house wait":     {retry.Chain(retry.Constant(9*s), nil), []time.Duration{9 * s, 2 * s, 4 * s}},
		"chain, negative":                        {retry.Chain(minus), []time.Duration{0, 0}},
		"cap":                                    {retry.Cap(retry.Exponential(s, 2), 3*s), []time.Duration{s, 2 * s, 3 * s, 3 * s}},
		"cap lets a list end":                    {retry.Cap(retry.List(9*s), s), []time.Duration{s, never}},
		"cap of 0 is none":                       {retry.Cap(retry.Constant(9*s), 0), []time.Duration{9 * s}},
		"cap below 0 is none":                    {retry.Cap(retry.Constant(9*s), -s), []time.Duration{9 * s}},
		"cap takes nil for the house wait":       {retry.Cap(nil, 2*s), []time.Duration{s, 2 * s, 2 * s}},
		"cap, negative":                          {retry.Cap(minus, s), []time.Duration{0}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for i, want := range tt.want {
				wantWait(t, tt.wait, i+1, want)
			}
			if name != "chain passes the index on" {
				for _, n := range []int{0, -1, math.MinInt} {
					wantWait(t, tt.wait, n, tt.want[0])
				}
			}
		})
	}
}

func wantWait(t *testing.T, w retry.Wait, n int, want time.Duration) {
	t.Helper()
	d, ok := w(n)
	if want == never && (ok || d != 0) || want != never && (!ok || d != want) {
		t.Errorf("wait %d: got %v, %v, want %v (%v: the end)", n, d, ok, want, never)
	}
}
