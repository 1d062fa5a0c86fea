package outbound

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-resty/resty/v2"
	"golang.org/x/net/http/httpguts"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
	"example.com/outbound/internal/redact"
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
	for _, h := range o.header {
		r.SetHeader(h.name, h.value)
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
// is switched off in it.
func (c *core) newResty() (*resty.Client, error) {
	rc := resty.NewWithClient(c.restyHC).SetDisableWarn(true)
	rc.SetBaseURL(c.baseURL)
	rc.SetHeader("User-Agent", c.agent())
	if c.codec.marshal != nil {
		rc.JSONMarshal, rc.JSONUnmarshal = c.codec.marshal, c.codec.unmarshal
	}
	rc.OnBeforeRequest(c.beforeRequest)
	if err := c.tuneResty(rc); err != nil {
		return nil, err
	}
	rc.JSONMarshal, rc.XMLMarshal = quietEncoder(rc.JSONMarshal), quietEncoder(rc.XMLMarshal)
	rc.JSONUnmarshal, rc.XMLUnmarshal = typedDecoder(rc.JSONUnmarshal), typedDecoder(rc.XMLUnmarshal)
	rc.OnAfterResponse(c.afterResponse)
	rc.OnSuccess(c.onSuccess)
	rc.OnError(c.onError)
	rc.OnInvalid(c.onError)
	c.restyLen = sealHooks(rc)
	return rc, nil
}

// beforeRequest begins the call. It is resty's first hook, so that what fails
// later has a record.
func (c *core) beforeRequest(rc *resty.Client, r *resty.Request) error {
	f := fenceOf(r)
	if f == nil { // a hook has replaced what tells it
		return &HTTPError{Kind: httperror.Request, Err: errRestyRetry}
	}
	call := f.begin(r)
	if r.Method = strings.ToUpper(r.Method); r.Method == http.MethodHead {
		r.Result = nil // there is nothing to decode
	}
	refuse := func(err error) error {
		if err != nil {
			return &HTTPError{Kind: httperror.Request, Err: err}
		}
		return nil
	}
	if err := c.refusedByRequest(rc, r); err != nil {
		return refuse(err)
	}
	if !httpguts.ValidHeaderFieldName(r.Method) {
		return refuse(errMethod)
	}
	if err := checkParts(r.QueryParam, r.Cookies, r.PathParams, r.RawPathParams); err != nil {
		return refuse(err)
	}
	if o := optionsOf(call); o != nil {
		return refuse(o.checkParams())
	}
	return nil
}

// afterResponse turns a status, and content that is not what was asked for, into
// an error.
func (c *core) afterResponse(_ *resty.Client, resp *resty.Response) error {
	call := callOfR(resp.Request)
	if call == nil || resp.RawResponse == nil {
		return nil
	}
	call.Bytes = resp.Size()
	if kind := call.KindOf(resp.RawResponse); kind != "" {
		return describe(call, resp.RawResponse, kind, resp.Body())
	}
	to := resp.Request.Result
	ct := resp.Header().Get("Content-Type")
	if to == nil || !resp.IsSuccess() || bodiless(resp.RawResponse) || resty.IsJSONType(ct) || resty.IsXMLType(ct) {
		return nil
	}
	if err := unpack(c.rc.JSONUnmarshal, ct, resp.Body(), to); err != nil {
		return c.undecodable(call, resp.RawResponse, resp.Body(), err)
	}
	return nil
}

// onSuccess ends the call, or leaves that to a body which is handed over unread.
func (c *core) onSuccess(_ *resty.Client, resp *resty.Response) {
	call := callOfR(resp.Request)
	if call == nil || isTyped(resp.Request) {
		return
	}
	restoreContext(resp.Request, call)
	if resp.RawResponse == nil || call.ReadsWhole() {
		call.End(nil)
		return
	}
	if resp.RawResponse.StatusCode != http.StatusSwitchingProtocols {
		call.Deliver(resp.RawResponse, false)
	}
}

// onError completes the error in place: resty lets no hook replace it.
func (c *core) onError(r *resty.Request, err error) {
	redact.Mend(err)
	call := callOfR(r)
	if call == nil || isTyped(r) {
		return
	}
	restoreContext(r, call)
	var re *resty.ResponseError
	if e, ok := errors.AsType[*HTTPError](err); ok {
		if errors.As(err, &re) && e.Kind == httperror.Decode && e.StatusCode == 0 && re.Response.RawResponse != nil {
			*e = *c.undecodable(call, re.Response.RawResponse, re.Response.Body(), e)
		}
		call.Fill(e)
		call.End(e)
		return
	}
	ue, found := errors.AsType[*url.Error](err)
	if found {
		was := *ue // which does not lead back to e
		err = &was
	}
	e := c.bare(call, err)
	if found {
		ue.Err = e // made for this call alone
	}
	call.End(e)
}

// sendResty lets resty build the request of a typed call, with all that
// WithResty has set, and hands its raw response over.
func (c *core) sendResty(call *callinfo.Call, method, path string, body any) (*http.Response, error) {
	opts := optionsOf(call)
	content, url, err := c.parts(path, body, opts)
	if err != nil {
		closeReader(body)
		return nil, err
	}
	f := c.newFence(opts)
	f.typed, f.content = true, content
	call.Fence = &f.view
	f.call = call
	r := f.r.SetContext(call.View()).SetDoNotParseResponse(true)
	content.describe(r.Header, opts)
	if content.kind != "" {
		r.SetBody(content.reader())
	}
	resp, err := r.Execute(strings.ToUpper(method), url)
	if err != nil {
		return nil, err
	}
	return resp.RawResponse, nil
}

// silent is resty's logger: what there is to say the log layer says.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}
