package restyadapter

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-resty/resty/v2"
	"golang.org/x/net/http/httpguts"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/engine"
	"example.com/outbound/internal/request"
)

var (
	errHTTPClient     = errors.New("a hook has changed the http.Client of resty: use the options of New")
	errDigest         = errors.New("SetDigestAuth, or a hook that was added while a request is made, is refused: use WithAuth with digest.New, or WithResty")
	errPreRequestHook = errors.New("SetPreRequestHook within a hook is refused: use WithResty")
	errOwnClient      = errors.New("the client that WithResty was given is New's own: use Client.R")
	errRetry          = errors.New("AddRetryCondition and the retry settings of resty are refused: use the call option Retry, or WithRetry")
)

// refusedByRequest returns an error if r or a hook has a setting that cannot work with the
// layers, or that cannot be sent.
func (f *fence) refusedByRequest(rc *resty.Client, r *resty.Request) error {
	switch {
	case len(*requestConditions.of(r)) > 0 || rc.RetryCount != 0 || len(rc.RetryConditions) > 0 || len(rc.RetryHooks) > 0 || rc.RetryAfter != nil:
		return errRetry
	case *clientPreHook.of(rc) != nil:
		return errPreRequestHook
	case !httpguts.ValidHeaderFieldName(r.Method):
		return request.ErrMethod
	}
	if err := f.refusedClient(rc); err != nil {
		return err
	}
	if err := checkParts(r.QueryParam, r.Cookies, r.PathParams, r.RawPathParams); err != nil {
		return err
	}
	if x := executionOf(r); x != nil {
		if o := callconfig.Of(x.call); o != nil {
			if err := o.Check(); err != nil {
				return &httperror.Error{Kind: httperror.Request, Err: err}
			}
		}
	}
	return nil
}

// refusedClient returns an error if a hook has written to the http.Client of rc: its
// settings belong to the layers.
func (f *fence) refusedClient(rc *resty.Client) error {
	hc, ours := rc.GetClient(), f.modelHTTP
	if hc.Transport != ours.Transport || hc.Timeout != 0 || hc.Jar != ours.Jar || !engine.SameFunc(hc.CheckRedirect, ours.CheckRedirect) {
		return errHTTPClient
	}
	return nil
}

var errCookie = errors.New("a cookie has a character that no cookie may have")

// checkParts returns an error if resty or net/http would change or leave out a part of
// the request without an error.
func checkParts(query url.Values, cookies []*http.Cookie, params ...map[string]string) error {
	for _, p := range params {
		for name, value := range p {
			if err := callconfig.CheckParam(name, value); err != nil {
				return err
			}
		}
	}
	for name, values := range query {
		for _, value := range values {
			if callconfig.HasLineEndOrNUL(name + value) {
				return fmt.Errorf("SetQueryParam(%q): the value has a control character", name)
			}
		}
	}
	for _, cookie := range cookies {
		if err := checkCookie(cookie); err != nil {
			return err
		}
	}
	return nil
}

// checkCookie returns an error if net/http would leave out a part of a cookie, with a
// line in the standard log (RFC 6265, section 4.1.1). net/http quotes spaces and commas.
func checkCookie(c *http.Cookie) error {
	if c == nil || c.Name == "" || request.HasControl(c.Name) || strings.ContainsAny(c.Name, "=; ") {
		return errCookie
	}
	for i := range len(c.Value) {
		if b := c.Value[i]; b < ' ' || b >= 0x7f || b == '"' || b == ';' || b == '\\' {
			return errCookie
		}
	}
	return nil
}
