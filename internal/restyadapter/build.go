package restyadapter

import (
	"cmp"
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

// beforeRequest is the first hook that resty calls. It begins the call, so that every
// later error has a record. No call begins where resty builds a request only to print
// it.
func (a *adapter) beforeRequest(rc *resty.Client, r *resty.Request) error {
	f := fenceIn(rc)
	if f.r == nil {
		return &httperror.Error{Kind: httperror.Request, Delivery: httperror.NotSent, Err: errOwnClient}
	}
	if a.sealed.unparsed {
		r.SetDoNotParseResponse(true)
	}
	*requestBuffer.of(r) = nil // the buffer of an earlier execution, which resty has put back into its pool
	if r.Attempt == 0 {
		f.ensureDetails().unsent, f.ensureDetails().url = r, r.URL
	} else {
		if f.prints(r) {
			f.ensureDetails().unsent = nil
		}
		f.begin(r)
	}
	if len(*clientBefore.of(rc)) != a.sealed.before {
		return a.notSent(r, errDigest)
	}
	return nil
}

// beforeBuild checks what the caller and the hooks have set on r, makes its URL and
// prepares its body. Resty then builds the request.
func (a *adapter) beforeBuild(rc *resty.Client, r *resty.Request) error {
	f := fenceIn(rc)
	if r.Method = strings.ToUpper(r.Method); r.Method == http.MethodHead {
		r.Result = nil // there is nothing to decode
	}
	if a.sealed.limiter != nil && !f.prints(r) && !a.sealed.limiter.Allow() {
		return &httperror.Error{Kind: httperror.Limited, Err: resty.ErrRateLimitExceeded}
	}
	if f.problem != nil {
		return f.problem
	}
	if err := f.refusedByRequest(rc, r); err != nil {
		return err
	}
	if err := f.locateRequest(rc, r); err != nil {
		return err
	}
	return f.prepareBody(rc, r)
}

// afterBuild completes the request that resty has built and calls the hook of
// SetPreRequestHook. Then it makes the record of the call the context of the request. The
// record takes over the values, the deadline and the cancellation of a context that the
// hooks have set.
func (a *adapter) afterBuild(rc *resty.Client, r *resty.Request) error {
	f, raw := fenceIn(rc), r.RawRequest
	if err := f.complete(r, raw); err != nil {
		return err
	}
	if hook := a.sealed.preRequest; hook != nil {
		if err := hook(rc, raw); err != nil {
			return err
		}
	}
	if f.prints(r) {
		*raw = *a.printable(raw)
		r.URL = f.ensureDetails().url
		return nil
	}
	if err := f.refusedClient(rc); err != nil {
		return err
	}
	if l := *requestLog.of(r); l != resty.Logger(fenceLogger{f}) {
		f.log = l
		*requestLog.of(r) = fenceLogger{f}
	}
	x := executionOf(r)
	if err := x.takeBody(rc); err != nil {
		return err
	}
	x.call.SetReadsWhole(!x.unparsed && x.output == "" || f.typed && f.r == r)
	x.call.Follow(raw.Context())
	*raw = *raw.WithContext(x.call)
	return nil
}

// notSent returns the error of an execution of r that has failed before a request was
// sent. If err has a kind, as the error of a call that a hook has made, the kind stays.
// notSent closes the body, as net/http does.
func (a *adapter) notSent(r *resty.Request, err error) error {
	if reader, ok := r.Body.(io.Reader); ok {
		content.CloseReader(reader)
	}
	if f := fenceOf(r); f.prints(r) {
		if r.URL = f.ensureDetails().url; r.RawRequest == nil { // resty prints it in spite of the error
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

// defaultAgent is the User-Agent that resty sets on a request without one.
const defaultAgent = "go-resty/" + resty.Version + " (https://github.com/go-resty/resty)"

// locateRequest checks the fields of r, and makes its URL by the rules of the typed
// calls: resty would change slashes, and escape a parameter in the query as in the path.
func (f *fence) locateRequest(rc *resty.Client, r *resty.Request) error {
	if err := request.CheckFields(r.Header); err != nil {
		return err
	}
	base := cmp.Or(rc.BaseURL, rc.HostURL)
	if base == f.trimmedBase() { // resty trims the slashes of a base URL
		base = f.BaseURL
	}
	if f.typed && f.r == r || base == "" && strings.HasPrefix(r.URL, "//") { // resty puts the scheme of SetScheme before it
		return nil
	}
	target, err := address.Locate(base, r.URL, func(name string) (string, bool, bool) {
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
	if r.URL = target; len(r.RawPathParams)+len(rc.RawPathParams) > 0 {
		r.URL = strings.ReplaceAll(target, "{", "%7B") // resty would look for parameters in the values
	}
	return nil
}

// complete adds to raw, which resty has built from r, what resty leaves out: the body of
// a typed call, and the Content-Length that the caller has set. It also removes resty's
// User-Agent: resty sets it only where the client has an empty one, which means none.
func (f *fence) complete(r *resty.Request, raw *http.Request) error {
	if raw.Header.Get("User-Agent") == defaultAgent {
		raw.Header["User-Agent"] = []string{""}
	}
	if !f.typed || f.r != r {
		return request.TakeLength(raw)
	}
	body := &f.ensureDetails().content
	if body.Kind != "" && (body.Bytes == nil || raw.Body == nil || raw.Body == http.NoBody) {
		with, err := http.NewRequestWithContext(raw.Context(), raw.Method, raw.URL.String(), body.Reader())
		if err != nil {
			return err
		}
		raw.Body, raw.GetBody, raw.ContentLength = with.Body, with.GetBody, with.ContentLength
	}
	return body.Put(raw, f.options)
}
