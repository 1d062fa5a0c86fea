package oteloutbound

import (
	"net/http"
	"net/url"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"example.com/outbound/httperror"
)

// targetKey is what the requests that share their attributes have in common.
type targetKey struct{ method, scheme, host, route string }

func (k targetKey) own() targetKey {
	return targetKey{strings.Clone(k.method), strings.Clone(k.scheme), strings.Clone(k.host), strings.Clone(k.route)}
}

// target is what is made once for the requests of one key.
type target struct {
	name     string // of the span
	original bool   // the method is not one of the conventions
	attrs    []attribute.KeyValue
	active   []metric.AddOption
	results  cache[resultKey, result]
}

// resultKey is what the results that share their attributes have in common.
type resultKey struct {
	kind   httperror.Kind
	status int
	proto  string
}

func (k resultKey) own() resultKey {
	k.proto = strings.Clone(k.proto)
	return k
}

type result struct {
	errorType string
	attrs     []attribute.KeyValue // of the span
	duration  []metric.RecordOption
}

func (o *observer) target(req *http.Request, route string) *target {
	u := req.URL
	return o.targets.get(targetKey{short(req.Method), short(u.Scheme), short(u.Host), short(route)}, newTarget)
}

func newTarget(k targetKey) *target {
	method := methodOf(k.method)
	t := &target{name: spanName(method, k.route), original: method == otherMethod}
	t.results.max = keptResults
	server := url.URL{Scheme: k.scheme, Host: k.host}
	t.attrs = []attribute.KeyValue{
		semconv.HTTPRequestMethodKey.String(method),
		semconv.ServerAddress(server.Hostname()),
	}
	if port := portOf(&server); port > 0 {
		t.attrs = append(t.attrs, semconv.ServerPort(port))
	}
	if k.route != "" {
		t.attrs = append(t.attrs, semconv.URLTemplate(k.route))
	}
	t.active = []metric.AddOption{metric.WithAttributeSet(attribute.NewSet(t.withScheme(k.scheme)...))}
	return t
}

func (t *target) withScheme(scheme string) []attribute.KeyValue {
	return append(t.attrs[:len(t.attrs):len(t.attrs)], semconv.URLScheme(scheme))
}

// result has the attributes of a result.
func (t *target) result(k resultKey) *result {
	return t.results.get(k, func(k resultKey) *result {
		r := &result{errorType: errorType(k.kind, k.status)}
		if k.status > 0 {
			r.attrs = append(r.attrs, semconv.HTTPResponseStatusCode(k.status))
		}
		if k.proto != "" {
			r.attrs = append(r.attrs, semconv.NetworkProtocolVersion(versionOf(k.proto)))
		}
		if r.errorType != "" {
			r.attrs = append(r.attrs, semconv.ErrorTypeKey.String(r.errorType))
		}
		all := append(t.attrs[:len(t.attrs):len(t.attrs)], r.attrs...)
		r.duration = []metric.RecordOption{metric.WithAttributeSet(attribute.NewSet(all...))}
		return r
	})
}
