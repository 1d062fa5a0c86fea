// Package restyadapter makes the resty requests of Client.R, whose calls go through the
// engine. It switches off what resty would do by itself: retries, timeouts, redirects
// and its log.
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

// adapter makes the requests of Client.R. Where WithResty is used, it also lets resty
// build and send the requests of typed calls.
type adapter struct {
	*engine.Core
	rc        *resty.Client  // the client that every request of Client.R has a copy of
	modelHTTP *http.Client   // the http.Client that each of these copies has a copy of
	sealed    sealedSettings // settings and hooks that New has taken out of rc
}

// New makes the adapter of a client, while engine.New makes the client.
func New(c *engine.Core) (engine.Resty, error) {
	a := &adapter{Core: c}
	a.modelHTTP = a.newModelHTTP()
	var err error
	a.rc, err = a.newClient()
	return a, err
}

// NoClient returns the request of Client.R for a client that outbound.New has not made.
// Every execution of it fails.
func NoClient() *resty.Request {
	return resty.NewWithClient(&http.Client{Transport: engine.Refusing{}}).SetLogger(silent{}).R()
}

// PathParams returns the lookup of the path parameters that WithResty has set, nil if
// it has set none.
func (a *adapter) PathParams() address.Lookup {
	if len(a.rc.PathParams)+len(a.rc.RawPathParams) == 0 {
		return nil
	}
	return a.pathParam
}

// pathParam looks up a path parameter that WithResty has set. The value of a raw
// parameter is put into the path without escaping.
func (a *adapter) pathParam(name string) (value string, raw, ok bool) {
	if value, ok := a.rc.PathParams[name]; ok {
		return value, false, ok
	}
	value, ok = a.rc.RawPathParams[name]
	return value, true, ok
}

// NewRequest makes a request of Client.R with the call options o, which may be nil.
func (a *adapter) NewRequest(ctx context.Context, o *callconfig.Config) *resty.Request {
	r := a.newFence(o).r.SetContext(ctx)
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

// newClient makes the resty client that every request of Client.R has a copy of. What
// the layers do is switched off in it. The hooks that WithResty adds run between the
// hooks of the adapter.
func (a *adapter) newClient() (*resty.Client, error) {
	if err := checkVersion(); err != nil {
		return nil, err
	}
	rc := resty.NewWithClient(a.modelHTTP).SetDisableWarn(true)
	rc.SetBaseURL(a.BaseURL)
	if a.JSON.Marshal != nil && a.JSON.Unmarshal != nil {
		rc.JSONMarshal, rc.JSONUnmarshal = a.JSON.Marshal, a.JSON.Unmarshal
	}
	rc.XMLUnmarshal = codec.UnmarshalXML
	rc.OnBeforeRequest(a.beforeRequest)
	rc.OnError(a.onError)
	if err := a.tune(rc); err != nil {
		return nil, err
	}
	a.makeCodecs(rc)
	rc.OnSuccess(a.onSuccess)
	rc.OnPanic(a.onPanic)
	a.sealed.header, rc.Header = rc.Header, a.knownDefaults()
	a.sealHooks(rc)
	return rc, nil
}

// newModelHTTP makes the http.Client of the resty client that New makes. It is a field of
// a fence, as that of each copy is: see fenceIn.
func (a *adapter) newModelHTTP() *http.Client {
	f := &fence{adapter: a, hc: *a.NewHTTPClient(nil)}
	if f.hc.Jar != nil {
		f.hc.Jar = unprintedJar{f.hc.Jar}
	}
	f.hc.Transport = a.TransportFor(&f.hc, nil)
	return &f.hc
}

// unprintedJar hides the type of a jar: resty prints the cookies of a cookiejar.Jar
// in a curl command.
type unprintedJar struct{ http.CookieJar }

// Send lets resty build and send the request of a typed call, with everything that
// WithResty has set, and returns the response with its body unread.
func (a *adapter) Send(x *engine.Exchange) (*http.Response, error) {
	opts := callconfig.Of(x.Call)
	body, target, err := x.Parts(x.Path, x.Body, opts)
	if err != nil {
		return nil, err
	}
	defer body.Release()
	f := a.newFence(opts)
	f.typed, f.ensureDetails().content, f.last = true, body, &f.first
	f.first.start(f.r, x.Call)
	rc := *requestClient.of(f.r)
	*clientSuccess.of(rc), *clientError.of(rc), *clientPanic.of(rc) = nil, nil, nil // only for Client.R: a typed call ends after decoding
	r := f.r.SetContext(x.Call.View()).SetDoNotParseResponse(true)
	if err := body.Describe(r.Header, opts, x.Raw, rc.Header, a.sealed.header); err != nil {
		content.Close(x.Body)
		return nil, &httperror.Error{Kind: httperror.Request, Err: err}
	}
	if body.Bytes != nil { // resty would read a reader into memory
		r.SetBody(body.Reader())
	}
	resp, err := r.Execute(strings.ToUpper(x.Method), target)
	if err != nil {
		content.Close(x.Body)
		return nil, err
	}
	return resp.RawResponse, nil
}
