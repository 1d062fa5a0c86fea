package retry

import (
	"testing"
	"time"
)

func BenchmarkBudget(b *testing.B) {
	full := NewBudget(1000, .1)
	busy := NewBudget(1e12, .1)
	busy.spend(here)
	for _, bb := range []struct {
		name   string
		budget *Budget
		f      func(*Budget)
	}{
		{"refund/no failure yet", full, func(b *Budget) { b.refund(here) }},
		{"refund/not full", busy, func(b *Budget) { b.spend(here); b.refund(here) }},
		{"spend", busy, func(b *Budget) { b.spend(here) }},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				bb.f(bb.budget)
			}
		})
	}
	b.Run("refund/parallel", func(b *testing.B) {
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				full.refund(here)
			}
		})
	})
}

func BenchmarkWaits(b *testing.B) {
	for _, bb := range []struct {
		name string
		wait Wait
	}{
		{"house", (&Policy{}).wait()},
		{"exponential", Exponential(time.Second, 2)},
		{"fibonacci", Fibonacci(1)},
		{"constant", Constant(time.Second)},
		{"list", List(time.Second, time.Second)},
		{"linear", Linear(time.Second, time.Second)},
		{"decay", Decay(time.Hour, .1, time.Second)},
		{"sum", Sum(Constant(time.Second), Exponential(time.Second, 2))},
		{"chain", Chain(Constant(time.Second), Exponential(time.Second, 2))},
		{"cap", Cap(Exponential(time.Second, 2), time.Minute)},
	} {
		for _, n := range []struct {
			name string
			n    int
		}{{"n=3", 3}, {"n=10M", 10_000_000}} {
			b.Run(bb.name+"/"+n.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					bb.wait(n.n)
				}
			})
		}
	}
}
