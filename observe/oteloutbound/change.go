package oteloutbound

import (
	"strings"
	"sync"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"example.com/outbound"
	"example.com/outbound/internal/harfile"
	"example.com/outbound/internal/redact"
)

const (
	keyOrigin = attribute.Key("outbound.origin")
	keyFrom   = attribute.Key("outbound.state.from")
	keyTo     = attribute.Key("outbound.state.to")
	keyCause  = attribute.Key("outbound.cause")
)

// stateNumbers are the values of outbound.breaker.state.
var stateNumbers = map[string]int64{"closed": 0, "half_open": 1, "open": 2, "forced_open": 3}

// change notes a new state: as a metric if it is that of a breaker, and as an
// event of the call that has noticed it.
func (o *observer) change(s outbound.StateChange) {
	ctx := s.Call.Context()
	if n, ok := stateNumbers[s.To]; ok && s.What == "breaker" {
		o.metrics.breaker.Record(ctx, n, metric.WithAttributes(
			keyClient.String(short(s.Client)), keyOrigin.String(o.origins.name(short(s.Origin)))))
	}
	if span := o.spanOf(s.Call); span != nil {
		span.AddEvent(s.What+"."+s.To, trace.WithAttributes(keyOrigin.String(short(s.Origin)),
			keyFrom.String(s.From), keyTo.String(s.To), keyCause.String(harfile.Short(redact.Text(s.Cause), maxText))))
	}
}

// keptOrigins is how many origins are values of an attribute of a metric. Further
// ones are "other".
const keptOrigins = 100

type origins struct {
	mu    sync.Mutex
	known map[string]bool
}

func (o *origins) name(origin string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.known[origin]:
		return origin
	case len(o.known) >= keptOrigins:
		return "other"
	case o.known == nil:
		o.known = map[string]bool{}
	}
	o.known[strings.Clone(origin)] = true
	return origin
}
