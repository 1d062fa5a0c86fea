package peer

import (
	"net/http"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/retry"
)

// The three ways through outbound.
var (
	outboundHTTP = Peer{Name: "outbound HTTP()", New: func(mode Mode, s Setup) Client {
		return newDoer(s, standard(newOutbound(mode, s).HTTP().Do))
	}}
	outboundR = Peer{Name: "outbound R()", New: func(mode Mode, s Setup) Client {
		return fluent{newOutbound(mode, s)}
	}}
	outboundGet = Peer{Name: "outbound Get[T]", New: func(mode Mode, s Setup) Client {
		return typed{newOutbound(mode, s), s.URL}
	}}
)

// newOutbound returns a client with every optional layer off, or with no more
// than retry, or as a house would have it: [outbound.Standard] with its
// timeouts and its budget, a token and a log at level info.
func newOutbound(mode Mode, s Setup) *outbound.Client {
	noWait := retry.Policy{Wait: retry.Constant(0)}
	options := []outbound.Option{outbound.WithBaseURL(s.URL), base(s.Base)}
	switch mode {
	case Bare:
		options = append(options, unbounded())
	case Retrying:
		options = append(options, unbounded(), outbound.WithRetry(noWait))
	case Full:
		noWait.Budget = retry.NewBudget(1e9, 1) // as Standard has one, of a size that no run uses up
		options = append(options,
			outbound.Standard(), outbound.WithRetry(noWait),
			outbound.WithAuth(auth.Bearer(token)),
			outbound.WithLogger(newJournal(s.Log).log),
		)
	}
	c, err := outbound.New(options...)
	if err != nil {
		panic(err) // the options are constants
	}
	return c
}

func unbounded() outbound.Option {
	return outbound.Options(
		outbound.WithTimeout(0), outbound.WithAttemptTimeout(0), outbound.WithBodyIdleTimeout(0))
}

// base keeps the built-in transport on the loopback interface, as services do,
// with the settings that all clients get, the dial that is counted among them.
func base(rt http.RoundTripper) outbound.Option {
	d, ok := rt.(*backend.Dialed)
	if !ok {
		return outbound.WithTransport(rt)
	}
	return outbound.WithTransportConfig(func(t *http.Transport) {
		t.DialContext, t.Proxy = d.DialContext, d.Proxy
		t.MaxIdleConns, t.MaxIdleConnsPerHost = d.MaxIdleConns, d.MaxIdleConnsPerHost
		t.IdleConnTimeout, t.ResponseHeaderTimeout = d.IdleConnTimeout, d.ResponseHeaderTimeout
	})
}
