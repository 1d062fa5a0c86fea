package config

import "example.com/outbound/retry"

// wait is the retry.Wait of w, nil for the default.
func (w *wait) wait() retry.Wait {
	switch {
	case w == nil:
		return nil
	case w.Exponential != nil:
		return retry.Exponential(w.Exponential.Base, w.Exponential.Factor)
	case w.Fibonacci != nil:
		return retry.Fibonacci(*w.Fibonacci)
	case w.Constant != nil:
		return retry.Constant(*w.Constant)
	case w.List != nil:
		return retry.List(w.List...)
	case w.Linear != nil:
		return retry.Linear(w.Linear.Start, w.Linear.Step)
	case w.Decay != nil:
		return retry.Decay(w.Decay.Initial, w.Decay.Rate, w.Decay.Min)
	case w.ImmediateFirst != nil:
		return retry.ImmediateFirst(w.ImmediateFirst.wait())
	case w.Sum != nil:
		return retry.Sum(waits(w.Sum)...)
	case w.Chain != nil:
		return retry.Chain(waits(w.Chain)...)
	}
	return retry.Cap(w.Cap.Wait.wait(), w.Cap.Max)
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
		return retry.AdditiveJitter(*j.Additive)
	}
	return retry.RangeJitter(*j.Range)
}
