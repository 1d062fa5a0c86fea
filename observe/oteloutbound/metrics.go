package oteloutbound

import (
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/metric"
)

// metrics are the instruments.
type metrics struct {
	duration metric.Float64Histogram
	active   metric.Int64UpDownCounter
	calls    metric.Float64Histogram
	retries  metric.Int64Counter
	giveUps  metric.Int64Counter
	held     metric.Float64Histogram
	breaker  metric.Int64Gauge
}

// seconds are the bounds that the conventions give for durations of HTTP.
var seconds = metric.WithExplicitBucketBoundaries(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)

// newMetrics makes the instruments. One that the meter does not make is a no-op;
// the meter's error goes to OpenTelemetry's own handler.
func newMetrics(m metric.Meter) *metrics {
	var out metrics
	var errs [7]error
	out.duration, errs[0] = m.Float64Histogram("http.client.request.duration", metric.WithUnit("s"), seconds,
		metric.WithDescription("Duration of HTTP client requests, to the headers of the response."))
	out.active, errs[1] = m.Int64UpDownCounter("http.client.active_requests", metric.WithUnit("{request}"),
		metric.WithDescription("Number of active HTTP requests."))
	out.calls, errs[2] = m.Float64Histogram("outbound.call.duration", metric.WithUnit("s"), seconds,
		metric.WithDescription("Duration of calls: attempts, waits, and reading the body."))
	out.retries, errs[3] = m.Int64Counter("outbound.retries", metric.WithUnit("{retry}"),
		metric.WithDescription("Waits for a further attempt, by the kind of the failure before."))
	out.giveUps, errs[4] = m.Int64Counter("outbound.give_ups", metric.WithUnit("{call}"),
		metric.WithDescription("Calls that failed without a further attempt, by the reason."))
	out.held, errs[5] = m.Float64Histogram("outbound.admission.wait", metric.WithUnit("s"), seconds,
		metric.WithDescription("Waits of calls for a hold, a rate or a slot of the client."))
	out.breaker, errs[6] = m.Int64Gauge("outbound.breaker.state",
		metric.WithDescription("State of the breaker of an origin: 0 closed, 1 half-open, 2 open, 3 opened by hand."))
	for _, err := range errs {
		if err != nil {
			otel.Handle(err)
		}
	}
	return &out
}
