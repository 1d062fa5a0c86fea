package restyadapter

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/address"
	"example.com/outbound/internal/content"
	"example.com/outbound/internal/redact"
	"example.com/outbound/internal/request"
)

var (
	errRestyClient = errors.New("a hook has changed the http.Client of resty: use the options of New")
	errRestyDigest = errors.New("SetDigestAuth, or a hook that was added while a request is made, is refused: use WithAuth with digest.New, or WithResty")
	errRestyHook   = errors.New("SetPreRequestHook within a hook is refused: use WithResty")
	errRestyOwn    = errors.New("the client that WithResty was given is New's own: use Client.R")
	errRestyRetry  = errors.New("AddRetryCondition and the retry settings of resty are refused: use the call option Retry, or WithRetry")
)

// beforeRequest is resty's first hook. It begins the call, so that what fails
// later has a record. Where resty only prints a request, and sends none, no call
// begins.
func (c *adapter) beforeRequest(rc *resty.Client, r *resty.Request) error {
	f := fenceIn(rc)
	if f.r == nil {
		return &httperror.Error{Kind: httperror.Request, Delivery: httperror.NotSent, Err: errRestyOwn}
	}
	if c.sealed.unparsed {
		r.SetDoNotParseResponse(true)
	}
	*requestBuffer.of(r) = nil // of the execution before
	if r.Attempt == 0 {
		f.ensureExtra().unsent, f.ensureExtra().url = r, r.URL
	} else {
		if f.prints(r) {
			f.ensureExtra().unsent = nil
		}
		f.begin(r)
	}
	if len(*clientBefore.of(rc)) != c.sealed.before {
		return c.notSent(r, errRestyDigest)
	}
	return nil
}

// beforeBuild checks what the caller and the hooks have set, before resty builds
// a request of it.
func (c *adapter) beforeBuild(rc *resty.Client, r *resty.Request) error {
	f := fenceIn(rc)
	if r.Method = strings.ToUpper(r.Method); r.Method == http.MethodHead {
		r.Result = nil // there is nothing to decode
	}
	if c.sealed.limiter != nil && !f.prints(r) && !c.sealed.limiter.Allow() {
		return &httperror.Error{Kind: httperror.Limited, Err: resty.ErrRateLimitExceeded}
	}
	if f.problem != nil {
		return f.problem
	}
	if err := c.refusedByRequest(f, rc, r); err != nil {
		return err
	}
	return f.prepareBody(rc, r)
}

// afterBuild ends the building of a request: its hook is called, and whatever the
// hooks have made of the context, the record of the call becomes the context of
// the request, with the values, the deadline and the cancellation that they have
// left.
func (c *adapter) afterBuild(rc *resty.Client, r *resty.Request) error {
	f, raw := fenceIn(rc), r.RawRequest
	if err := f.complete(r, raw); err != nil {
		return err
	}
	if hook := c.sealed.preRequest; hook != nil {
		if err := hook(rc, raw); err != nil {
			return err
		}
	}
	if f.prints(r) {
		*raw = *c.printable(raw)
		r.URL = f.ensureExtra().url
		return nil
	}
	if err := f.refusedClient(rc); err != nil {
		return err
	}
	if l := *requestLog.of(r); l != resty.Logger(restyLog{f}) {
		f.log = l
		*requestLog.of(r) = restyLog{f}
	}
	x := executionOf(r)
	if err := x.takeBody(rc); err != nil {
		return err
	}
	x.call.SetEndsAtEntry(!x.unparsed && x.output == "" || f.typed && f.r == r)
	x.call.Follow(raw.Context())
	*raw = *raw.WithContext(x.call)
	return nil
}

// notSent is the error of an execution of r that has failed before anything was
// sent. An error of a call that a hook has made keeps its kind. The body is closed,
// as net/http closes it.
func (c *adapter) notSent(r *resty.Request, err error) error {
	if reader, ok := r.Body.(io.Reader); ok {
		content.CloseReader(reader)
	}
	if f := fenceOf(r); f.prints(r) {
		if r.URL = f.ensureExtra().url; r.RawRequest == nil { // resty prints it all the same
			r.RawRequest = &http.Request{Header: http.Header{}, URL: new(url.URL)}
		}
	}
	x := executionOf(r)
	if x == nil {
		return &httperror.Error{Kind: httperror.Request, Delivery: httperror.NotSent, Err: redact.Error(err)}
	}
	e := x.call.Typed(err)
	if e.Kind == httperror.Unknown {
		e.Kind = httperror.Request
	}
	return e
}

// restyAgent is the User-Agent that resty sends where it finds none.
const restyAgent = "go-resty/" + resty.Version + " (https://github.com/go-resty/resty)"

// locateRequest checks the fields of r and makes its URL as the typed calls do:
// resty tidies slashes, and escapes a parameter in a query as one in a path.
func (f *fence) locateRequest(rc *resty.Client, r *resty.Request) error {
	if err := request.CheckFields(r.Header); err != nil {
		return err
	}
	base := cmp.Or(rc.BaseURL, rc.HostURL)
	if base == strings.TrimRight(f.BaseURL, "/") { // as resty keeps it
		base = f.BaseURL
	}
	if f.typed && f.r == r || base == "" && strings.HasPrefix(r.URL, "//") { // SetScheme puts the scheme before it
		return nil
	}
	url, err := address.Locate(base, r.URL, func(name string) (string, bool, bool) {
		for i, params := range []map[string]string{r.PathParams, rc.PathParams, r.RawPathParams, rc.RawPathParams} {
			if value, ok := params[name]; ok {
				return value, i > 1, true
			}
		}
		return "", false, false
	})
	if err != nil {
		return err
	}
	if r.URL = url; len(r.RawPathParams)+len(rc.RawPathParams) > 0 {
		r.URL = strings.ReplaceAll(url, "{", "%7B") // a value is no template: resty looks for parameters too
	}
	return nil
}

// complete gives raw, which resty has built of r, what resty leaves out: the body of
// a typed call, and the length that the caller has given. Resty's own User-Agent
// gives way to none: resty sets it only where none is wanted.
func (f *fence) complete(r *resty.Request, raw *http.Request) error {
	if raw.Header.Get("User-Agent") == restyAgent {
		raw.Header["User-Agent"] = []string{""}
	}
	if !f.typed || f.r != r {
		return request.TakeLength(raw)
	}
	content := &f.ensureExtra().content
	if content.Kind != "" && (content.Bytes == nil || raw.Body == nil || raw.Body == http.NoBody) {
		with, err := http.NewRequestWithContext(raw.Context(), raw.Method, raw.URL.String(), content.Reader())
		if err != nil {
			return err
		}
		raw.Body, raw.GetBody, raw.ContentLength = with.Body, with.GetBody, with.ContentLength
	}
	return content.Put(raw, f.options)
}
