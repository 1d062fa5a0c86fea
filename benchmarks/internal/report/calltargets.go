package report

import (
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/limits"
	"example.com/outbound/benchmarks/internal/suite"
)

// callTargets are those of small calls.
func callTargets(r suite.Results) []target {
	parity, plain, decode := r.Memory.Of(cases.Parity), r.Memory.Of(cases.Plain), r.Memory.Of(cases.Decode)
	observed := r.Memory.Of(cases.Observed).Row(viaHTTP).Cost
	calls := r.Callers.Of(suite.Calling(10_000))
	inFlight := func(way string) float64 { return calls.Row(way).Held.Bytes() / calls.Row(bare).Held.Bytes() }
	all := []target{
		within("parity, `HTTP()`, memory: time, against go-retryablehttp's StandardClient", parity.Row(stdClient).Ours[viaHTTP], limits.UnboundedTime),
		atMost("… allocations", float64(parity.Row(viaHTTP).Cost.Allocs), limits.ParityHTTP, count),
		atMost("parity, `R()`, memory: allocations", float64(parity.Row(viaR).Cost.Allocs), limits.ParityR, count),
		atMost("parity, `Get[T]`, memory: allocations", float64(parity.Row(viaGet).Cost.Allocs), limits.ParityGet, count),
		within("GET, `HTTP()`, everything off, memory: time", plain.Row(viaHTTP).Times.Ratio, limits.PlainMemoryTime),
		atMost("… allocations", float64(plain.Row(viaHTTP).Cost.Allocs), limits.PlainHTTP, count),
		within("… on loopback: time", r.Loopback.Of(cases.Plain).Row(viaHTTP).Times.Ratio, limits.PlainLoopbackTime),
		within("GET and decode, `Get[T]`, memory: time, against net/http", decode.Row(viaGet).Times.Ratio, limits.TypedTime),
		atMost("… bytes, against net/http", float64(decode.Row(viaGet).Cost.Bytes), float64(decode.Row(bare).Cost.Bytes), kilo),
		atMost("GET with an observer, `HTTP()`: allocations more", float64(observed.Allocs)-float64(plain.Row(viaHTTP).Cost.Allocs), limits.Observer, count),
		atMost("503, 503, 200, `HTTP()`: allocations", float64(r.Memory.Of(cases.Flaky).Row(viaHTTP).Cost.Allocs), limits.FlakyHTTP, count),
		atMost("… with Retry-After", float64(r.Memory.Of(cases.Obeying).Row(viaHTTP).Cost.Allocs), limits.FlakyHTTP, count),
		atMost("… dials of 100 calls", float64(r.Loopback.Of(cases.Flaky).Row(viaHTTP).Dials), 1, count),
		depends(atMost("50 callers, parity with bounds, `HTTP()`: dials", float64(r.Crowds.Of(suite.CrowdBounded).Row(viaHTTP).Dials), limits.CrowdDials, count)),
		atMost("10 000 calls in flight, `HTTP()`: memory, against net/http with the same bounds", inFlight(viaHTTP), limits.InFlightBytes, ratio),
		atMost("… `R()`", inFlight(viaR), limits.InFlightBytesOfR, ratio),
	}
	for _, way := range []string{viaHTTP, viaR, viaGet} {
		grown := r.Long.Of(suite.Attempts(100_000)).Row(way).Heap - r.Long.Of(suite.Attempts(1_000)).Row(way).Heap
		all = append(all, atMost("100 000 attempts, "+code(way)+": alive beyond 1 000", max(0, grown), limits.LongRetryBytes, kilo))
	}
	return all
}

// bodyTargets are those of big bodies.
func bodyTargets(r suite.Results) []target {
	bytes, list, stream := r.Bodies.Of(cases.Bytes), r.Bodies.Of(cases.List), r.Bodies.Of(cases.Stream)
	typed := bytes.Row(viaGet)
	return []target{
		atMost("10 MiB into bytes, `Get[T]`: allocated", float64(typed.Cost.Bytes), limits.BigBytes, mega),
		atMost("… peak heap", typed.Heap, limits.BigPeak*float64(bytes.Case.Body), mega),
		atMost("10 MiB of JSON into values, `Get[T]`: allocated beyond the decoder's own",
			float64(list.Row(viaGet).Cost.Bytes)-float64(r.Decoder.Bytes), limits.BigPeak*float64(list.Case.Body), mega),
		within("10 MiB streamed, `HTTP()`: time", stream.Row(viaHTTP).Times.Ratio, limits.StreamTime),
		atMost("… peak heap", stream.Row(viaHTTP).Heap, limits.StreamPeak, kilo),
		within("10 MiB streamed, `Do` with `Stream()`: time", stream.Row(viaGet).Times.Ratio, limits.StreamTime),
		atMost("… peak heap", stream.Row(viaGet).Heap, limits.StreamPeak, kilo),
		eventRate(r),
		atMost("… allocations an event", r.Events.Allocs, limits.EventAllocs, count),
	}
}

// eventRate judges how fast an event stream is read.
func eventRate(r suite.Results) target {
	t := target{"events, `stream.Events`: bytes a second", "≥ " + mega(limits.EventRate), mega(r.Events.Rate), held, true}
	if r.Events.Rate < limits.EventRate {
		t.verdict = missed
	}
	return t
}
