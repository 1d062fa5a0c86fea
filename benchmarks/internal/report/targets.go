package report

import (
	"example.com/outbound/benchmarks/internal/limits"
	"example.com/outbound/benchmarks/internal/suite"
)

// target is one promise and what became of it.
type target struct {
	what     string
	limit    string
	measured string
	held     bool
}

// atMost holds if got does not exceed limit. Both are printed by format.
func atMost(what string, got, limit float64, format func(float64) string) target {
	return target{what, "≤ " + format(limit), format(got), got <= limit}
}

// atLeast holds if got reaches limit.
func atLeast(what string, got, limit float64, format func(float64) string) target {
	return target{what, "≥ " + format(limit), format(got), got >= limit}
}

// targets judges a run, in the order of the promises. The indices are those of
// cases.Calls and cases.Bodies.
func targets(r suite.Results) []target {
	parity, plain, flaky := r.Memory[0], r.Memory[1], r.Memory[4]
	bytes, list, stream := r.Bodies[0], r.Bodies[1], r.Bodies[2]
	http, fluent, typed := parity.Row(viaHTTP), parity.Row(viaR), parity.Row(viaGet)
	all := []target{
		atMost("parity, `HTTP()`: allocations", float64(http.Cost.Allocs), limits.ParityHTTP, count),
		atMost("parity, `HTTP()`: bytes", float64(http.Cost.Bytes), limits.ParityHTTPBytes, kilo),
		atMost("parity, `HTTP()`: time", http.Times.Ratio.Median, limits.ParityHTTPTime, ratio),
		atMost("parity, `R()`: allocations", float64(fluent.Cost.Allocs), limits.ParityR, count),
		atMost("parity, `R()`: bytes", float64(fluent.Cost.Bytes), limits.ParityRBytes, kilo),
		atMost("parity, `R()`: time, against resty v2", fluent.Times.Ratio.Median, parity.Row(restyV2).Times.Ratio.Median, ratio),
		atMost("parity, `Get[T]`: allocations", float64(typed.Cost.Allocs), limits.ParityGet, count),
		atMost("parity, `Get[T]`: bytes, against net/http", float64(typed.Cost.Bytes), float64(parity.Rows[0].Cost.Bytes), kilo),
		atMost("plain GET, `HTTP()`, everything off: allocations", float64(plain.Row(viaHTTP).Cost.Allocs), limits.PlainHTTP, count),
		atMost("503, 503, 200, `HTTP()`: allocations", float64(flaky.Row(viaHTTP).Cost.Allocs), limits.FlakyHTTP, count),
		atMost("503, 503, 200, `HTTP()`: dials of 100 calls", float64(r.Loopback[4].Row(viaHTTP).Dials), 1, count),
	}
	raw := bytes.Row(viaGet)
	body := limits.BigPeak * float64(list.Case.Body)
	all = append(all,
		atMost("10 MiB into bytes, `Get[T]`: allocated", float64(raw.Cost.Bytes), limits.BigBytes, mega),
		atMost("10 MiB into bytes, `Get[T]`: peak heap", raw.Peak, limits.BigPeak*float64(bytes.Case.Body), mega),
		atMost("10 MiB of JSON into values, `Get[T]`: allocated", float64(list.Row(viaGet).Cost.Bytes), float64(r.Decoder.Bytes)+body, mega),
		atMost("10 MiB streamed, `HTTP()`: time", stream.Row(viaHTTP).Times.Ratio.Median, limits.StreamTime, ratio),
		atMost("10 MiB streamed, `HTTP()`: peak heap", stream.Row(viaHTTP).Peak, limits.StreamPeak, kilo),
		atMost("10 MiB streamed, `Do` with `Stream()`: time", stream.Row(viaGet).Times.Ratio.Median, limits.StreamTime, ratio),
		atMost("10 MiB streamed, `Do` with `Stream()`: peak heap", stream.Row(viaGet).Peak, limits.StreamPeak, kilo),
	)
	all = append(all,
		atLeast("events, `stream.Events`: bytes a second", r.Events.Rate, limits.EventRate, mega),
		atMost("events, `stream.Events`: allocations an event", r.Events.Allocs, limits.EventAllocs, count))
	for _, crowd := range r.Crowds {
		row := crowd.Row(viaHTTP)
		all = append(all,
			atMost(crowd.Case.Name+": dials", float64(row.Dials), limits.CrowdDials, count),
			atMost(crowd.Case.Name+": time", row.Times.Ratio.Median, limits.CrowdTime, ratio))
	}
	held := r.Flight.Row(viaHTTP).Held.Bytes() / r.Flight.Rows[0].Held.Bytes()
	return append(all, atMost(r.Flight.Case.Name+": memory", held, limits.InFlightBytes, ratio))
}

// The names of the rows that are judged.
const (
	viaHTTP = "outbound HTTP()"
	viaR    = "outbound R()"
	viaGet  = "outbound Get[T]"
	restyV2 = "resty v2"
)
