package mock

import (
	"context"
	"errors"
	"net/http"

	"github.com/jarcoal/httpmock"

	"example.com/outbound/internal/pause"
)

// httpmock answers x from httpmock's responders, and records a request that they
// do not take either.
func (m *Transport) httpmock(x *exchange) (*http.Response, error) {
	if err := x.load(); err != nil {
		return Stall().send(m, x)
	}
	resp, err := m.MockTransport.RoundTrip(x.req)
	if errors.Is(err, httpmock.NoResponderFound) {
		return nil, m.noMatch(x)
	}
	return m.whole(x.req, resp, err)
}

// direct answers x by the function of Do.
func (m *Transport) direct(x *exchange, r Reply) (*http.Response, error) {
	if err := x.load(); err != nil {
		return Stall().send(m, x)
	}
	if err := pause.For(x.req.Context(), r.after); err != nil {
		return nil, err
	}
	resp, err := r.direct(x.req.Clone(x.req.Context()))
	resp, err = m.whole(x.req, resp, err)
	if err == nil && len(r.header) > 0 {
		resp.Header = resp.Header.Clone()
		for name, values := range r.header {
			resp.Header[name] = values
		}
	}
	return resp, err
}

var errNothing = errors.New("mock: the responder returned neither a response nor an error")

// whole makes of what a function returned what net/http's transport returns: a
// response or an error, the context's cause once that has ended, a body that ends
// with the context and with its Close.
func (m *Transport) whole(req *http.Request, resp *http.Response, err error) (*http.Response, error) {
	ctx := req.Context()
	if err == nil && resp == nil {
		err = errNothing
	}
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		if resp != nil && resp.Body != nil {
			_ = resp.Body.Close()
		}
		return nil, err
	}
	out := *resp
	if out.Header == nil {
		out.Header = http.Header{}
	}
	if out.Body == nil || method(req) == http.MethodHead || !bodied(out.StatusCode) && out.StatusCode != http.StatusSwitchingProtocols {
		closeResponse(resp)
		out.Body = http.NoBody
	} else if out.StatusCode != http.StatusSwitchingProtocols {
		out.Body = newBoundBody(ctx, out.Body, m.run)
	}
	return &out, nil
}

func closeResponse(resp *http.Response) {
	if resp.Body != nil {
		_ = resp.Body.Close()
	}
}
