package report

import (
	"fmt"
	"strings"

	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/limits"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/suite"
)

// target is one promise and what became of it.
type target struct {
	what, limit, measured, verdict string
	timed                          bool
}

const (
	held   = "held"
	none   = "not judged"
	even   = "even"
	missed = "**missed**"
)

// atMost judges a count: it holds if got does not exceed limit.
func atMost(what string, got, limit float64, format func(float64) string) target {
	t := target{what, "≤ " + format(limit), format(got), held, false}
	if got > limit {
		t.verdict = missed
	}
	return t
}

// depends marks a count that depends on times.
func depends(t target) target {
	t.timed = true
	return t
}

// within judges a ratio of times: a verdict needs both quartiles on one side.
func within(what string, got measure.Spread, limit float64) target {
	t := target{what, "≤ " + ratio(limit), fmt.Sprintf("%.2f × (%.2f–%.2f)", got.Median, got.Q1, got.Q3), even, true}
	switch {
	case got.Above(limit):
		t.verdict = missed
	case !(got.Q3 > limit):
		t.verdict = held
	}
	return t
}

// first judges whether no client that does the same work is faster: none of which
// both quartiles say so.
func first(what string, t suite.Table, way string) target {
	var faster []string
	for _, r := range t.Rows {
		if s := r.Ours[way]; r.Peer != "net/http" && !ours(r.Peer) && s.Above(1) {
			faster = append(faster, fmt.Sprintf("%s by %.2f ×", r.Peer, s.Median))
		}
	}
	if faster == nil {
		return target{what, "none", "none", held, true}
	}
	return target{what, "none", strings.Join(faster, ", "), missed, true}
}

// The names of the rows that are judged.
const (
	bare      = "net/http"
	viaHTTP   = "outbound HTTP()"
	viaR      = "outbound R()"
	viaGet    = "outbound Get[T]"
	restyV2   = "resty v2"
	stdClient = "go-retryablehttp, StandardClient"
)

// targets judges a run.
func targets(r suite.Results) (all []target) {
	return append(append(append(all, boundedTargets(r)...), callTargets(r)...), bodyTargets(r)...)
}

// boundedTargets are those where all clients do the same work.
func boundedTargets(r suite.Results) []target {
	mem, loop, crowd := r.Memory.Of(cases.ParityBounded), r.Loopback.Of(cases.ParityBounded), r.Crowds.Of(suite.CrowdBounded)
	resty := mem.Row(restyV2)
	all := []target{
		within("parity with bounds, `HTTP()`, memory: time, against net/http with the same bounds", mem.Row(viaHTTP).Times.Ratio, limits.ParityBoundedTime),
		atMost("… allocations", float64(mem.Row(viaHTTP).Cost.Allocs), limits.ParityHTTP, count),
		atMost("… bytes", float64(mem.Row(viaHTTP).Cost.Bytes), limits.ParityHTTPBytes, kilo),
	}
	for _, way := range []string{viaHTTP, viaGet} {
		name := code(way)
		all = append(all,
			first("parity with bounds, "+name+", memory: faster clients", mem, way),
			within("parity with bounds, "+name+", loopback: time, against net/http with the same bounds", loop.Row(way).Times.Ratio, limits.ParityLoopbackTime),
			first("… faster clients", loop, way),
			within("parity with bounds, "+name+", loopback, 50 callers: time", crowd.Row(way).Times.Ratio, limits.ParityLoopbackTime),
			first("… faster clients", crowd, way))
	}
	return append(all,
		within("parity with bounds, `R()`, memory: time, against resty v2", resty.Ours[viaR], 1),
		within("… on loopback", loop.Row(restyV2).Ours[viaR], 1),
		atMost("… allocations, against resty v2", float64(mem.Row(viaR).Cost.Allocs), float64(resty.Cost.Allocs), count),
		atMost("… bytes, against resty v2", float64(mem.Row(viaR).Cost.Bytes), float64(resty.Cost.Bytes), kilo))
}

func code(way string) string { return "`" + strings.TrimPrefix(way, "outbound ") + "`" }
