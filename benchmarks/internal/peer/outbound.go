package peer

import (
	"context"
	"net"
	"net/http"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/limit"
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

// Resilient is HTTP() with each policy per origin on: what it keeps for an origin
// is no part of the others, and of no peer.
func Resilient() Peer {
	return Peer{Name: "outbound HTTP(), Resilient", New: func(mode Mode, s Setup) Client {
		c, err := newOutbound(mode, s).With(outbound.Resilient(), outbound.WithRateLimit(limit.Rate{N: 1e9}))
		if err != nil {
			panic(err) // the options are constants
		}
		return newDoer(s, standard(c.HTTP().Do))
	}}
}

// newOutbound returns a client with every optional layer off, or with no more
// than retry, or as an organisation would have it: [outbound.Standard] with its
// timeouts, which are those of [Bounded], and its budget, a token and a log at
// level info.
func newOutbound(mode Mode, s Setup) *outbound.Client {
	policy := retry.Policy{Attempts: s.attempts(), Wait: retry.Constant(0)}
	options := []outbound.Option{base(s.Base)}
	if s.URL != "" {
		options = append(options, outbound.WithBaseURL(s.URL))
	}
	if s.Codec != nil && s.Codec.Name != Standard.Name {
		options = append(options, outbound.WithJSON(s.Codec.Marshal, s.Codec.Unmarshal))
	}
	switch mode {
	case Bare:
		options = append(options, unbounded())
	case Observed:
		options = append(options, unbounded(), outbound.WithObserver(counting))
	case Retrying, Obeying:
		options = append(options, unbounded(), outbound.WithRetry(policy))
	case Full, Bounded:
		policy.Budget = retry.NewBudget(1e9, 1) // as Standard has one, of a size that no run uses up
		options = append(options,
			outbound.Standard(), outbound.WithRetry(policy),
			outbound.WithLogger(newJournal(s.Log).log),
		)
		if s.URL != "" {
			options = append(options, outbound.WithAuth(auth.Bearer(token)))
		}
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

var counting = outbound.Observer{
	Begin: func(ctx context.Context, _ middleware.Call) context.Context { begun.Add(1); return ctx },
	End:   func(middleware.Call, outbound.CallResult) { ended.Add(1) },
}

// base keeps the built-in transport on the loopback interface, as services do,
// its dialer too, with the settings that all clients get.
func base(rt http.RoundTripper) outbound.Option {
	d, ok := rt.(*backend.Dialed)
	if !ok {
		return outbound.WithTransport(rt)
	}
	return outbound.WithTransportConfig(func(t *http.Transport) {
		dial := t.DialContext
		t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			d.CountDial()
			return dial(ctx, network, address)
		}
		t.Proxy, t.MaxIdleConns, t.MaxIdleConnsPerHost, t.IdleConnTimeout = d.Proxy, d.MaxIdleConns, d.MaxIdleConnsPerHost, d.IdleConnTimeout
	})
}
