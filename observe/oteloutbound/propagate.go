package oteloutbound

import (
	"context"
	"maps"
	"net/http"

	"go.opentelemetry.io/otel/baggage"
)

// propagate returns req with the context of the attempt, and with the fields of
// the propagator. Baggage may say something about a person: it goes to the base
// URL's origin only.
func (o *observer) propagate(ctx context.Context, req *http.Request, atHome bool) *http.Request {
	with := req.WithContext(ctx)
	carrier := carrier{req: with}
	if !atHome && baggage.FromContext(ctx).Len() > 0 {
		ctx = baggage.ContextWithoutBaggage(ctx)
	}
	o.propagators.Inject(ctx, &carrier)
	return with
}

// carrier writes to a header of its own, which it makes with the first field.
type carrier struct {
	req *http.Request
	own bool
}

func (c *carrier) Get(key string) string { return c.req.Header.Get(key) }

func (c *carrier) Set(key, value string) {
	if !c.own {
		c.own = true
		if c.req.Header = maps.Clone(c.req.Header); c.req.Header == nil {
			c.req.Header = http.Header{}
		}
	}
	c.req.Header.Set(key, value)
}

func (c *carrier) Keys() []string {
	keys := make([]string, 0, len(c.req.Header))
	for key := range c.req.Header {
		keys = append(keys, key)
	}
	return keys
}
