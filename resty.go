package outbound

import (
	"context"
	"net/http"
	"strings"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/codec"
)

// R begins a request in resty's own fluent way, with the whole chain beneath it.
// A status of 400 to 599 that is not allowed is an error, and the response comes
// along with it. The request may be executed more than once; each time is a call
// of its own. See docs/migration.md for what of resty works here.
func (c *Client) R(ctx context.Context, opts ...CallOption) *resty.Request {
	if c == nil || c.core == nil {
		return resty.NewWithClient(&http.Client{Transport: refusing{}}).SetLogger(silent{}).R()
	}
	if ctx == nil {
		ctx = context.Background()
	}
	f := c.newFence(callOptions(ctx, opts))
	r := f.r.SetContext(ctx)
	o := f.options
	if o == nil {
		return r
	}
	o.putFields(r.Header)
	for _, length := range o.lengths() {
		r.Header.Add("Content-Length", length)
	}
	for _, q := range o.query {
		r.QueryParam.Add(q.name, q.value)
	}
	for _, p := range o.params {
		r.SetPathParam(p.name, p.value)
	}
	if o.Options.Stream {
		r.SetDoNotParseResponse(true)
	}
	return r
}

// newResty makes the resty client that every R is a copy of. What the layers do
// is switched off in it. The caller's hooks run between ours.
func (c *core) newResty() (*resty.Client, error) {
	if err := checkResty(); err != nil {
		return nil, err
	}
	rc := resty.NewWithClient(c.restyHC).SetDisableWarn(true)
	rc.SetBaseURL(c.baseURL)
	if c.json.Marshal != nil && c.json.Unmarshal != nil {
		rc.JSONMarshal, rc.JSONUnmarshal = c.json.Marshal, c.json.Unmarshal
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

// sendResty lets resty build the request of a typed call, with all that
// WithResty has set, and hands its raw response over.
func (x *exchange) sendResty() (*http.Response, error) {
	opts := optionsOf(x.call)
	content, url, err := x.parts(x.path, x.body, opts)
	if err != nil {
		return nil, err
	}
	defer content.release()
	f := x.newFence(opts)
	f.typed, f.ensureExtra().content, f.last = true, content, &f.first
	f.first.start(f.r, x.call)
	rc := *requestClient.of(f.r)
	*clientSuccess.of(rc), *clientError.of(rc), *clientPanic.of(rc) = nil, nil, nil // of R: the call ends after decoding
	r := f.r.SetContext(x.call.View()).SetDoNotParseResponse(true)
	if err := content.describe(r.Header, opts, x.raw, rc.Header, x.sealed.header); err != nil {
		closeContent(x.body)
		return nil, &HTTPError{Kind: httperror.Request, Err: err}
	}
	if content.bytes != nil { // resty would read a reader into memory
		r.SetBody(content.reader())
	}
	resp, err := r.Execute(strings.ToUpper(x.method), url)
	if err != nil {
		closeContent(x.body)
		return nil, err
	}
	return resp.RawResponse, nil
}
