package engine

import (
	"context"
	"net/http"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/address"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/content"
)

// Exchange is a typed call: what the caller asked for, and the response. outbound.Call
// keeps it on its stack, in a frame that is there while the request is in flight.
type Exchange struct {
	*Core
	Call         *call.Call
	Method, Path string
	Body         any
	resp         *http.Response // set by Settle
	Raw          bool           // T takes a body of any media type: see [IsRaw]
	Done         bool           // the call has ended, or End is about to end it
}

// Begin makes the record of the call.
func (x *Exchange) Begin(ctx context.Context, c *Core, opts *callconfig.Config) error {
	if c == nil {
		content.Close(x.Body)
		return ErrNoClient
	}
	if ctx == nil {
		ctx = context.Background()
	}
	x.Core, x.Call = c, c.Begin(ctx, opts, x.Path)
	x.Call.SetEndsAtEntry()
	x.Call.SetReadsWhole(true)
	x.Call.OptionsApplied()
	return nil
}

// Settle keeps a response that is to be decoded, and ends the call with any other
// outcome. Its error is an *httperror.Error.
func (x *Exchange) Settle(resp *http.Response, err error) error {
	if err == nil && x.Call.KindOf(resp) == "" {
		x.resp = resp
		return nil
	}
	var e *httperror.Error
	if err == nil {
		e = x.statusError(x.Call, resp)
	} else if e = x.CallError(x.Call, err); e.Method == "" { // the chain was not called
		e = x.Call.Fill(e)
		e.Method = strings.ToUpper(x.Method)
	}
	return x.End(e)
}

// End ends the call and returns its error, which is nil or an *httperror.Error.
func (x *Exchange) End(e *httperror.Error) error {
	x.Done = true
	if e == nil {
		x.Call.End(nil)
		return nil
	}
	x.Call.End(e)
	return e
}

// Send builds the request and sends it: directly, or through resty if WithResty has
// changed how resty builds requests. Kept small: this frame is on the stack while the
// request is in flight.
func (x *Exchange) Send() (*http.Response, error) {
	if len(x.TuneResty) > 0 {
		return x.sendByResty()
	}
	req, files, err := x.request()
	switch {
	case err != nil:
		return nil, err
	case files != nil:
		return x.sendFiles(req, files)
	}
	return x.hc.Do(req)
}

// sendByResty sends the call through resty. It is not inlined: that would make the frame
// of Send larger.
//
//go:noinline
func (x *Exchange) sendByResty() (*http.Response, error) {
	copied := *x // on the heap only here
	return x.Resty.Send(&copied)
}

// sendFiles sends a request whose body has files, and releases them.
func (c *Core) sendFiles(req *http.Request, files *content.Body) (*http.Response, error) {
	defer files.Release()
	return c.hc.Do(req)
}

// request builds the request of a typed call. Layers may write to it. The second result
// has the files of the body, which the caller releases after the call; nil if there are
// none.
func (x *Exchange) request() (*http.Request, *content.Body, error) {
	opts := callconfig.Of(x.Call)
	body, target, err := x.Parts(x.Path, x.Body, opts)
	if err != nil {
		return nil, nil, err
	}
	req, err := http.NewRequestWithContext(x.Call, x.Method, target, body.Reader())
	if err == nil {
		err = body.Describe(req.Header, opts, x.Raw, x.Header)
	}
	if err == nil {
		err = body.Put(req, opts)
	}
	if err != nil {
		content.Close(x.Body)
		return nil, nil, &httperror.Error{Kind: httperror.Request, Err: withoutURLText(err)}
	}
	x.Call.Owned(req)
	return req, body.Releasable(), nil
}

// Parts returns the encoded body and the URL of a request. If it fails, it closes the
// readers of body.
func (c *Core) Parts(path string, body any, opts *callconfig.Config) (content.Body, string, error) {
	target, err := c.target(path, opts)
	if err == nil {
		var encoded content.Body
		if encoded, err = content.Encode(body, opts, c.Header, &c.Codecs); err == nil {
			return encoded, target, nil
		}
	}
	content.Close(body)
	return content.Body{}, "", &httperror.Error{Kind: httperror.Request, Err: err}
}

// target returns the URL of a typed call: path with its parameters put in, appended to
// the base URL unless it is absolute, and with the query of the call.
func (c *Core) target(path string, opts *callconfig.Config) (string, error) {
	if opts != nil {
		if err := opts.CheckParams(); err != nil {
			return "", err
		}
	}
	path, err := address.Locate(c.BaseURL, path, opts.ParamLookup(c.Resty.PathParams()))
	if err != nil || opts == nil || len(opts.Query) == 0 {
		return path, err
	}
	rest, fragment, has := strings.Cut(path, "#")
	rest, query, _ := strings.Cut(rest, "?")
	rest += "?" + opts.AddQuery(query)
	if has {
		rest += "#" + fragment
	}
	return rest, nil
}

// IsRaw reports whether v, a *T, takes a body of any media type as it is: T is []byte,
// string or struct{}.
func IsRaw(v any) bool {
	switch v.(type) {
	case *[]byte, *string, *struct{}:
		return true
	}
	return false
}
