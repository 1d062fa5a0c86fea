package config

import (
	"time"

	"example.com/outbound/retry"
)

// wait is the retry.Wait of w, nil for the default.
func (w *wait) wait() retry.Wait {
	switch {
	case w == nil:
		return nil
	case w.Exponential != nil:
		return retry.Exponential(time.Duration(w.Exponential.Base), float64(w.Exponential.Factor))
	case w.Fibonacci != nil:
		return retry.Fibonacci(time.Duration(*w.Fibonacci))
	case w.Constant != nil:
		return retry.Constant(time.Duration(*w.Constant))
	case w.List != nil:
		ds := make([]time.Duration, len(w.List))
		for i, d := range w.List {
			ds[i] = time.Duration(d)
		}
		return retry.List(ds...)
	case w.Linear != nil:
		return retry.Linear(time.Duration(w.Linear.Start), time.Duration(w.Linear.Step))
	case w.Decay != nil:
		return retry.Decay(time.Duration(w.Decay.Initial), float64(w.Decay.Rate), time.Duration(w.Decay.Min))
	case w.ImmediateFirst != nil:
		return retry.ImmediateFirst(w.ImmediateFirst.wait())
	case w.Sum != nil:
		return retry.Sum(waits(w.Sum)...)
	case w.Chain != nil:
		return retry.Chain(waits(w.Chain)...)
	}
	return retry.Cap(w.Cap.Wait.wait(), time.Duration(w.Cap.Max))
}

func waits(list []wait) []retry.Wait {
	out := make([]retry.Wait, len(list))
	for i := range list {
		out[i] = list[i].wait()
	}
	return out
}

// jitter is the retry.Jitter of j, nil for the default.
func (j *jitter) jitter() retry.Jitter {
	switch {
	case j == nil || j.Full:
		return nil
	case j.None:
		return retry.NoJitter
	case j.Additive != nil:
		return retry.AdditiveJitter(time.Duration(*j.Additive))
	}
	return retry.RangeJitter(time.Duration(*j.Range))
}
