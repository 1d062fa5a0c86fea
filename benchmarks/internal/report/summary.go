package report

import (
	"fmt"
	"io"
	"strings"

	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/suite"
)

// Summary writes what a user needs to know, and the promises.
func Summary(w io.Writer, r suite.Results) {
	fmt.Fprintf(w, "%s\n\n", r.Machine)
	for _, line := range lines(r) {
		fmt.Fprintf(w, "- %s\n", line)
	}
	fmt.Fprint(w, "\n## What is promised\n\nCounts and bytes are held by tests. Times belong to the machine: a verdict needs both quartiles on one side of the limit, and is \"even\" otherwise. ", least(r), "\n\n")
	var rows [][]string
	for _, t := range targets(r) {
		if r.Busy && t.timed {
			t.verdict = none
		}
		rows = append(rows, []string{t.what, t.limit, t.measured, t.verdict})
	}
	table(w, []string{"promise", "limit", "measured", ""}, rows)
}

// lines are the sentences at the top of the page.
func lines(r suite.Results) []string {
	bound := cases.ParityBounded
	mem, loop, crowd := r.Memory.Of(bound), r.Loopback.Of(bound), r.Crowds.Of(suite.CrowdBounded)
	plain, calls := r.Memory.Of(cases.Plain), r.Callers.Of(suite.Calling(10_000))
	lists := r.Lists.Of(cases.Lists()[2])
	origins, long := r.Origins.Of(suite.ToOrigins(10_000)), r.Long.Of(suite.Attempts(100_000))
	return []string{
		fmt.Sprintf("**Against net/http with the same two bounds**, in memory, where no call waits for its timer: `HTTP()` %s, `Get[T]` %s, and that with retry, a log line, a token and a request ID, which net/http has not. %s allocations against %s.",
			times(mem.Row(viaHTTP)), times(mem.Row(viaGet)), allocs(mem, viaHTTP), allocs(mem, bare)),
		fmt.Sprintf("**On loopback**, the server in the same process: `HTTP()` %s and `Get[T]` %s for one caller, %s and %s for 50.",
			times(loop.Row(viaHTTP)), times(loop.Row(viaGet)), times(crowd.Row(viaHTTP)), times(crowd.Row(viaGet))),
		fmt.Sprintf("**Among all clients that do this work** %s in memory, %s for one caller on loopback, %s for 50.",
			rank(mem), rank(loop), rank(crowd)),
		fmt.Sprintf("**Against resty v2** with its own retry and the same bounds, `R()` takes %s of its time in memory and %s on loopback, with %s allocations against %s.",
			against(mem.Row(restyV2).Ours[viaR]), against(loop.Row(restyV2).Ours[viaR]), allocs(mem, viaR), allocs(mem, restyV2)),
		fmt.Sprintf("**The least it costs**: a GET through `HTTP()` with every layer off takes %.1f µs and %d allocations more than net/http's, %s on loopback: the record of the call, its copy of the request, its typed errors.",
			(plain.Row(viaHTTP).Times.Nanos.Median-plain.Row(bare).Times.Nanos.Median)/1e3, plain.Row(viaHTTP).Cost.Allocs-plain.Row(bare).Cost.Allocs, times(r.Loopback.Of(cases.Plain).Row(viaHTTP))),
		fmt.Sprintf("**Where it is slower**: `R()` builds each request with resty on a client of its own, %s allocations more than `HTTP()`; a bare GET in memory is %.1f times net/http's, since that does nothing but make it.",
			fmt.Sprint(mem.Row(viaR).Cost.Allocs-mem.Row(viaHTTP).Cost.Allocs), plain.Row(viaHTTP).Times.Ratio.Median),
		fmt.Sprintf("**Memory of a call in flight**, of 10 000: `HTTP()` %s, `Get[T]` %s, `R()` %s, resty v2 %s; net/http %s.",
			holds(calls, viaHTTP), holds(calls, viaGet), holds(calls, viaR), holds(calls, restyV2), holds(calls, bare)),
		fmt.Sprintf("**A body of 10 MiB** is held once by `Get[[]byte]` (peak %s; net/http with io.ReadAll %s) and not at all by a stream (%s).",
			size(r.Bodies.Of(cases.Bytes).Row(viaGet).Heap), size(r.Bodies.Of(cases.Bytes).Row(bare).Heap), size(r.Bodies.Of(cases.Stream).Row(viaGet).Heap)),
		fmt.Sprintf("**State is bounded**: a call of 100 000 attempts keeps %s, 10 000 origins with each policy on keep %s.",
			size(long.Row(viaHTTP).Heap), size(origins.Row("outbound HTTP(), Resilient").Heap)),
		fmt.Sprintf("**A faster codec pays where answers are big**: 100 KiB through `Get[T]` take %s of the time of encoding/json with goccy/go-json and %s with bytedance/sonic.",
			share(lists, viaGet+", goccy/go-json"), share(lists, viaGet+", bytedance/sonic")),
	}
}

// times says how long a call takes, beside the base line.
func times(r suite.Row) string { return against(r.Times.Ratio) }

func against(s measure.Spread) string {
	if s.Above(1) || s.Below(1) {
		return fmt.Sprintf("%.2f ×", s.Median)
	}
	return fmt.Sprintf("even (%.2f–%.2f ×)", s.Q1, s.Q3)
}

func allocs(t suite.Table, peer string) string { return fmt.Sprint(t.Row(peer).Cost.Allocs) }

func holds(t suite.Table, peer string) string { return kilo(t.Row(peer).Held.Bytes()) }

// share is the time of the row of that name as a share of Get[T] with encoding/json.
func share(t suite.Table, name string) string {
	return against(t.Row(viaGet + ", encoding/json").Ours[name])
}

// rank says which clients are faster than HTTP().
func rank(t suite.Table) string {
	if f := first("", t, viaHTTP); f.verdict == missed {
		return "these are faster than `HTTP()` " + strings.TrimSpace("("+f.measured+")")
	}
	return "none is faster than `HTTP()`"
}

// least says which part of the bytes no client can do without.
func least(r suite.Results) string {
	bare, more := float64(r.Memory.Of(cases.Decode).Row(bare).Cost.Bytes), float64(r.Least.Bytes)
	return fmt.Sprintf("Of the bytes of parity %s are net/http's call and the decoding, and %s a copy of the request with a header of its own, "+
		"three fields in it, and the request ID: a client that does not write to its caller's request needs %s at least.",
		kilo(bare), kilo(more), kilo(bare+more))
}
