package peer

import (
	"net/http"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
)

// otel traces and does nothing else: it has a place in the bare cases only.
// No tracer is registered, as in a service that has the layer and no backend.
var otel = Peer{
	Name: "otelhttp",
	New: func(mode Mode, s Setup) Client {
		if mode != Bare && mode != Observed {
			return nil
		}
		c := &http.Client{Transport: otelhttp.NewTransport(s.Base)}
		return newDoer(s, standard(c.Do))
	},
}
