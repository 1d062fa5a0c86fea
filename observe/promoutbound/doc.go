// Package promoutbound counts a client's calls for Prometheus.
//
//	observer, err := promoutbound.New(prometheus.DefaultRegisterer)
//	if err != nil {
//		return err
//	}
//	client, err := outbound.New(outbound.Standard(), outbound.WithObserver(observer))
//
// [New] registers the metrics:
//
//	outbound_calls_total            client, operation, method, code, kind
//	outbound_call_duration_seconds  client, operation, method
//	outbound_attempts_total         client, operation, method, code, kind
//	outbound_retries_total          client, operation, kind
//	outbound_give_ups_total         client, reason
//	outbound_in_flight              client
//	outbound_breaker_state          client, origin
//
// A label never has a part of a URL but the origin of a breaker. The operation is
// that of the option outbound.Operation, else the template ("/users/{id}"), else "".
// The number of series is bounded: clients, operations and origins beyond the first
// ones of a process are "other", and so is a method that is not one of HTTP's.
//
// The durations are native histograms, and classic ones for a server that does not
// read those. Calls and attempts within a sampled trace of OpenTelemetry leave its
// ID as an exemplar.
//
// grafana.json is a dashboard, and alerts.yml has rules for alerts.
package promoutbound
