package promoutbound

import (
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics are the collectors.
type metrics struct {
	calls, attempts, retries, giveUps *prometheus.CounterVec
	duration                          *prometheus.HistogramVec
	inFlight, breaker                 *prometheus.GaugeVec
}

// registration registers collectors, all of them or none.
type registration struct {
	registerer prometheus.Registerer
	added      []prometheus.Collector
	errs       []error
}

func register(reg prometheus.Registerer, c config) (*metrics, error) {
	r := &registration{registerer: reg}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return registered(r, name, prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels))
	}
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		return registered(r, name, prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels))
	}
	const duration = "outbound_call_duration_seconds"
	m := &metrics{
		calls:    counter("outbound_calls_total", "Calls that have ended, by the last status and the kind of the failure.", "client", "operation", "method", "code", "kind"),
		attempts: counter("outbound_attempts_total", "Requests that were sent, by status and the kind of the failure.", "client", "operation", "method", "code", "kind"),
		retries:  counter("outbound_retries_total", "Waits for a further attempt, by the kind of the failure before.", "client", "operation", "kind"),
		giveUps:  counter("outbound_give_ups_total", "Calls that failed without a further attempt, by the reason.", "client", "reason"),
		inFlight: gauge("outbound_in_flight", "Calls that have begun and not ended.", "client"),
		breaker:  gauge("outbound_breaker_state", "State of the breaker of an origin: 0 closed, 1 half-open, 2 open, 3 opened by hand.", "client", "origin"),
		duration: registered(r, duration, prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: duration, Help: "Duration of calls: attempts, waits, and reading the body.", Buckets: c.buckets,
			NativeHistogramBucketFactor: 1.1, NativeHistogramMaxBucketNumber: 100, NativeHistogramMinResetDuration: time.Hour,
		}, []string{"client", "operation", "method"})),
	}
	if len(r.errs) > 0 {
		for _, c := range r.added {
			reg.Unregister(c)
		}
		return nil, errors.Join(r.errs...)
	}
	return m, nil
}

// registered is c, or the collector of an earlier New in its place.
func registered[C prometheus.Collector](r *registration, name string, c C) C {
	err := r.registerer.Register(c)
	if err == nil {
		r.added = append(r.added, c)
		return c
	}
	var already prometheus.AlreadyRegisteredError
	if errors.As(err, &already) {
		if existing, same := already.ExistingCollector.(C); same {
			return existing
		}
	}
	r.errs = append(r.errs, fmt.Errorf("promoutbound: %s: %w", name, err))
	return c
}
