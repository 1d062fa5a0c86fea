package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/trace"
	apitrace "go.opentelemetry.io/otel/trace"
)

// keptSpans is how many spans a spanLog keeps.
const keptSpans = 2000

// spanLog is an exporter that keeps the last spans in memory and serves them as
// text, for a developer who has no collector at hand. It is safe for concurrent
// use.
type spanLog struct {
	mu    sync.Mutex
	spans []trace.ReadOnlySpan
}

// ExportSpans keeps the spans.
func (l *spanLog) ExportSpans(_ context.Context, spans []trace.ReadOnlySpan) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.spans = append(l.spans, spans...)
	if extra := len(l.spans) - keptSpans; extra > 0 {
		l.spans = slices.Delete(l.spans, 0, extra)
	}
	return nil
}

// Shutdown does nothing: there is nothing to flush.
func (l *spanLog) Shutdown(context.Context) error { return nil }

// ServeHTTP serves the traces, the newest first.
func (l *spanLog) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	l.mu.Lock()
	spans := slices.Clone(l.spans)
	l.mu.Unlock()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")

	children := map[apitrace.SpanID][]trace.ReadOnlySpan{}
	known := map[apitrace.SpanID]bool{}
	for _, s := range spans {
		children[s.Parent().SpanID()] = append(children[s.Parent().SpanID()], s)
		known[s.SpanContext().SpanID()] = true
	}
	for _, s := range slices.Backward(spans) {
		if known[s.Parent().SpanID()] {
			continue // shown below its parent
		}
		_, _ = fmt.Fprintf(w, "trace %s  %s\n", s.SpanContext().TraceID(), s.StartTime().Format("15:04:05.000"))
		writeSpan(w, s, children, 1)
		_, _ = fmt.Fprintln(w)
	}
}

// writeSpan writes a span, its events, and the spans below it.
func writeSpan(w io.Writer, s trace.ReadOnlySpan, children map[apitrace.SpanID][]trace.ReadOnlySpan, depth int) {
	indent := strings.Repeat("  ", depth)
	failed := ""
	if s.Status().Code == codes.Error {
		failed = " ERROR"
	}
	_, _ = fmt.Fprintf(w, "%s%s%s  %s, %s\n", indent, s.Name(), failed, s.SpanKind(), short(s.EndTime().Sub(s.StartTime())))
	for _, a := range s.Attributes() {
		_, _ = fmt.Fprintf(w, "%s    %s=%s\n", indent, a.Key, a.Value.String())
	}
	for _, e := range s.Events() {
		_, _ = fmt.Fprintf(w, "%s    after %s: %s", indent, short(e.Time.Sub(s.StartTime())), e.Name)
		for _, a := range e.Attributes {
			_, _ = fmt.Fprintf(w, " %s=%s", a.Key, a.Value.String())
		}
		_, _ = fmt.Fprintln(w)
	}
	below := children[s.SpanContext().SpanID()]
	slices.SortStableFunc(below, func(a, b trace.ReadOnlySpan) int { return a.StartTime().Compare(b.StartTime()) })
	for _, c := range below {
		writeSpan(w, c, children, depth+1)
	}
}

func short(d time.Duration) string { return d.Round(10 * time.Microsecond).String() }
