// Package restyadapter makes requests of resty whose calls go through the engine, and
// keeps what resty would do by itself from it: retries, timeouts, redirects, its log.
package restyadapter

import (
	"context"
	"net/http"
	"strings"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/address"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/content"
	"example.com/outbound/internal/engine"
)

// adapter makes requests of R, and lets resty build those of typed calls where
// WithResty is used.
type adapter struct {
	*engine.Core
	rc      *resty.Client
	restyHC *http.Client // the model of those that requests of R have, each its own
	sealed  restyHooks   // what New has left of the hooks of rc
}

// New makes the adapter of a client that is being made.
func New(c *engine.Core) (engine.Resty, error) {
	a := &adapter{Core: c}
	a.restyHC = a.newRestyHTTP()
	var err error
	a.rc, err = a.newResty()
	return a, err
}

// NoClient is a request of R of a client that New has not made.
func NoClient() *resty.Request {
	return resty.NewWithClient(&http.Client{Transport: engine.Refusing{}}).SetLogger(silent{}).R()
}

// PathParams looks up the path parameters that WithResty has set, nil without any.
func (c *adapter) PathParams() address.Lookup {
	if len(c.rc.PathParams)+len(c.rc.RawPathParams) == 0 {
		return nil
	}
	return c.pathParam
}

func (c *adapter) pathParam(name string) (value string, raw, ok bool) {
	if value, ok := c.rc.PathParams[name]; ok {
		return value, false, ok
	}
	value, ok = c.rc.RawPathParams[name]
	return value, true, ok
}

// NewRequest makes a request of R.
func (c *adapter) NewRequest(ctx context.Context, o *callconfig.Config) *resty.Request {
	r := c.newFence(o).r.SetContext(ctx)
	if o == nil {
		return r
	}
	o.PutFields(r.Header)
	for _, length := range o.Lengths() {
		r.Header.Add("Content-Length", length)
	}
	for _, q := range o.Query {
		r.QueryParam.Add(q.Name, q.Value)
	}
	for _, p := range o.Params {
		r.SetPathParam(p.Name, p.Value)
	}
	if o.Options.Stream {
		r.SetDoNotParseResponse(true)
	}
	return r
}

// newResty makes the resty client that every R is a copy of. What the layers do
// is switched off in it. The caller's hooks run between ours.
func (c *adapter) newResty() (*resty.Client, error) {
	if err := checkResty(); err != nil {
		return nil, err
	}
	rc := resty.NewWithClient(c.restyHC).SetDisableWarn(true)
	rc.SetBaseURL(c.BaseURL)
	if c.JSON.Marshal != nil && c.JSON.Unmarshal != nil {
		rc.JSONMarshal, rc.JSONUnmarshal = c.JSON.Marshal, c.JSON.Unmarshal
	}
	rc.XMLUnmarshal = codec.UnmarshalXML
	rc.OnBeforeRequest(c.beforeRequest)
	rc.OnError(c.onError)
	if err := c.tuneResty(rc); err != nil {
		return nil, err
	}
	c.makeCodecs(rc)
	rc.OnSuccess(c.onSuccess)
	rc.OnPanic(c.onPanic)
	c.sealed.header, rc.Header = rc.Header, c.restyDefaults()
	c.sealHooks(rc)
	return rc, nil
}

// Send lets resty build the request of a typed call, with all that
// WithResty has set, and hands its raw response over.
func (c *adapter) Send(x *engine.Exchange) (*http.Response, error) {
	opts := callconfig.Of(x.Call)
	body, url, err := x.Parts(x.Path, x.Body, opts)
	if err != nil {
		return nil, err
	}
	defer body.Release()
	f := c.newFence(opts)
	f.typed, f.ensureExtra().content, f.last = true, body, &f.first
	f.first.start(f.r, x.Call)
	rc := *requestClient.of(f.r)
	*clientSuccess.of(rc), *clientError.of(rc), *clientPanic.of(rc) = nil, nil, nil // of R: the call ends after decoding
	r := f.r.SetContext(x.Call.View()).SetDoNotParseResponse(true)
	if err := body.Describe(r.Header, opts, x.Raw, rc.Header, c.sealed.header); err != nil {
		content.Close(x.Body)
		return nil, &httperror.Error{Kind: httperror.Request, Err: err}
	}
	if body.Bytes != nil { // resty would read a reader into memory
		r.SetBody(body.Reader())
	}
	resp, err := r.Execute(strings.ToUpper(x.Method), url)
	if err != nil {
		content.Close(x.Body)
		return nil, err
	}
	return resp.RawResponse, nil
}
