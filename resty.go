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
// of its own.
func (c *Client) R(ctx context.Context, opts ...CallOption) *resty.Request {
	if c == nil || c.core == nil {
		return resty.NewWithClient(&http.Client{Transport: refusing{}}).SetLogger(silent{}).R()
	}
	if ctx == nil {
		ctx = context.Background()
	}
	options := callOptions(ctx, opts)
	r := c.rc.R()
	if options == nil {
		return r.SetContext(ctx)
	}
	for _, h := range options.header {
		r.SetHeader(h.name, h.value)
	}
	for _, q := range options.query {
		r.QueryParam.Add(q.name, q.value)
	}
	for _, p := range options.params {
		r.SetPathParam(p.name, p.value)
	}
	if options.Options.Stream {
		r.SetDoNotParseResponse(true)
	}
	return r.SetContext(context.WithValue(ctx, pendingKey{}, options))
}

// pendingKey holds the options of R until the request is executed. It is not
// optionsKey: a call that a layer makes on the way does not inherit them.
type pendingKey struct{}

// newResty makes the resty client. What the layers do is switched off in it.
func (c *core) newResty() (*resty.Client, error) {
	rc := resty.NewWithClient(c.hc).SetDisableWarn(true)
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
	return rc, nil
}

// beforeRequest begins the call. It is resty's first hook, so that what fails
// later has a record.
func (c *core) beforeRequest(_ *resty.Client, r *resty.Request) error {
	ctx := r.Context()
	if call, ok := ctx.(*callinfo.Call); ok {
		if !call.Entered() { // a typed call has begun it
			return nil
		}
		ctx = call.Parent() // executed before
	}
	options, ok := ctx.Value(pendingKey{}).(*callConfig)
	if !ok {
		options = callOptions(ctx, nil)
	}
	call := c.begin(ctx, options)
	call.Held, call.Built = true, true
	r.SetContext(call)
	r.Method = strings.ToUpper(r.Method)
	if r.Method == http.MethodHead {
		r.Result = nil // there is nothing to decode
	}
	if !httpguts.ValidHeaderFieldName(r.Method) {
		return &HTTPError{Kind: httperror.Request, Err: errMethod}
	}
	if err := checkParts(r.QueryParam, r.Cookies, r.PathParams, r.RawPathParams); err != nil {
		return &HTTPError{Kind: httperror.Request, Err: err}
	}
	if options != nil {
		if err := options.checkParams(); err != nil {
			return &HTTPError{Kind: httperror.Request, Err: err}
		}
	}
	return nil
}

// afterResponse turns a status, and content that is not what was asked for, into
// an error.
func (c *core) afterResponse(_ *resty.Client, resp *resty.Response) error {
	call := callinfo.From(resp.Request.Context())
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

func (c *core) onSuccess(_ *resty.Client, resp *resty.Response) {
	call, ok := resp.Request.Context().(*callinfo.Call)
	if !ok || call.ByResty {
		return
	}
	resp.Request.SetContext(call.Parent())
	if call.Options.Stream && resp.RawResponse != nil {
		call.Hand(resp.RawResponse)
		return
	}
	call.End(nil)
}

// onError completes the error in place: resty lets no hook replace it.
func (c *core) onError(r *resty.Request, err error) {
	redact.Mend(err)
	call, ok := r.Context().(*callinfo.Call)
	if !ok || call.ByResty {
		return
	}
	r.SetContext(call.Parent())
	var re *resty.ResponseError
	var e *HTTPError
	if errors.As(err, &e) {
		call.Fill(e)
		if errors.As(err, &re) && e.Kind == httperror.Decode && e.StatusCode == 0 && re.Response.RawResponse != nil {
			*e = *c.undecodable(call, re.Response.RawResponse, re.Response.Body(), e)
		}
		call.End(e)
		return
	}
	ue, ok := err.(*url.Error)
	if ok {
		was := *ue // which does not lead back to e
		err = &was
	}
	e = c.bare(call, err)
	if ok {
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
		return nil, err
	}
	call.ByResty = true
	r := c.rc.R().SetContext(call).SetDoNotParseResponse(true)
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
