package retry

import (
	"net/http"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/upload"
	"example.com/outbound/middleware"
)

// New makes the retry layer of p, of which it keeps a copy. It fails if p does
// not validate. The layer is safe for concurrent use; calls share nothing but
// p's Budget and its functions.
//
// Stage: the border between the two. The layers above are passed once per hop,
// those beneath once per attempt.
func New(p Policy) (middleware.Layer, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	p = p.Clone()
	return layer(&p), nil
}

// OnDemand makes a layer without a policy of its own: a call is sent once,
// unless it brings a policy along.
func OnDemand() middleware.Layer { return layer(nil) }

func layer(p *Policy) middleware.Layer {
	return func(next http.RoundTripper) http.RoundTripper { return &transport{next, p} }
}

type transport struct {
	next   http.RoundTripper
	policy *Policy // nil: none but the call's
}

// RoundTrip sends req until there is a success or a reason to stop: once without a
// policy. The first attempt is sent here, and further ones by the loop in proceed: this
// frame is on the stack while a request is in flight, and with the loop in it each of
// ten thousand calls in flight has 8 KiB of stack instead of 4.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	record := call.Border(req.Context())
	if record == nil {
		return t.alone(req)
	}
	if f := openFile(req); f != nil {
		return t.file(f, req)
	}
	p := t.policyOf(record)
	if p == nil {
		_, resp, err := record.Send(t.next, req, 0, 0)
		return resp, err
	}
	ahead, err := announceFirst(record, p, req)
	if err != nil {
		return nil, err
	}
	a, resp, err := record.Send(t.next, req, 0, ahead)
	return t.proceed(record, p, req, a, resp, err)
}

// announceFirst announces the first attempt, or fails if the call has ended already.
// It returns how many bytes of a response may be read ahead.
func announceFirst(record *call.Call, p *Policy, req *http.Request) (ahead int64, err error) {
	if err := record.Ended(); err != nil {
		closeBody(req)
		return 0, err
	}
	r := run{call: record, policy: p, hop: req}
	r.announce()
	return r.bufferBody(), nil
}

// proceed is the loop: it goes on from what the first attempt has brought.
func (t *transport) proceed(record *call.Call, p *Policy, req *http.Request, a *call.Attempt, resp *http.Response, err error) (*http.Response, error) {
	r := run{call: record, policy: p, hop: req, number: 1}
	for {
		if a.Refused() {
			req, resp, err = r.afterRefusal(req, err)
		} else {
			r.drop()
			r.sent = a
			req, resp, err = r.after(req, resp, err)
		}
		if req == nil {
			return resp, err
		}
		r.announce()
		a, resp, err = record.Send(t.next, req, r.waited, r.bufferBody())
	}
}

// openFile is the body of req if it can seek and there is no GetBody, by which it
// could be sent again; else nil.
func openFile(req *http.Request) *upload.Source {
	if req.GetBody != nil || req.Body == nil {
		return nil
	}
	return upload.Of(req.Body)
}

// file sends a request whose body is f, which is closed after the last attempt.
func (t *transport) file(f *upload.Source, req *http.Request) (*http.Response, error) {
	defer f.Release()
	req = req.WithContext(req.Context())
	f.Put(req)
	return t.RoundTrip(req)
}

// policyOf is the policy for this call, nil for none.
func (t *transport) policyOf(record *call.Call) *Policy {
	if record.Options.NoRetry {
		return nil
	}
	if p, ok := record.Options.Retry.(*Policy); ok {
		return p
	}
	return t.policy
}

// alone sends a request of a layer that is used outside a client: it is a call of
// its own.
func (t *transport) alone(req *http.Request) (*http.Response, error) {
	record := call.New(req.Context())
	sent, _ := record.Hop(req, true)
	defer record.CleanUp()
	resp, err := t.RoundTrip(sent)
	record.LeaveChain()
	switch {
	case err != nil:
		record.End(err)
		return nil, err
	case resp.StatusCode == http.StatusSwitchingProtocols:
		record.EndWithHeaders()
	default:
		record.Deliver(resp, false)
	}
	return resp, nil
}
