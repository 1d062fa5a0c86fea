package restyadapter

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-resty/resty/v2"
	"golang.org/x/net/http/httpguts"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/engine"
	"example.com/outbound/internal/origin"
	"example.com/outbound/internal/request"
)

// refusedByRequest finds what a request, or a hook, has set that cannot work here.
func (c *adapter) refusedByRequest(f *fence, rc *resty.Client, r *resty.Request) error {
	switch {
	case len(*requestConditions.of(r)) > 0 || rc.RetryCount != 0 || len(rc.RetryConditions) > 0 || len(rc.RetryHooks) > 0 || rc.RetryAfter != nil:
		return errRestyRetry
	case *clientPreHook.of(rc) != nil:
		return errRestyHook
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
	return f.locateRequest(rc, r)
}

// refusedClient reports an http.Client that a hook has written to: what it would
// change is the layers'.
func (f *fence) refusedClient(rc *resty.Client) error {
	hc, ours := rc.GetClient(), f.restyHC
	if hc.Transport != ours.Transport || hc.Timeout != 0 || hc.Jar != ours.Jar || !engine.SameFunc(hc.CheckRedirect, ours.CheckRedirect) {
		return errRestyClient
	}
	return nil
}

// defaults puts the fields that WithResty has set on a request, to the origin of
// the base URL all of them, to another one those that cannot be a secret.
func (c *adapter) defaults(_ *resty.Client, r *resty.Request) error {
	if len(c.sealed.header) == 0 {
		return nil
	}
	to, err := url.Parse(r.URL)
	if err != nil {
		return err
	}
	home := c.Home == nil || origin.Same(to, c.Home)
	if r.Header == nil { // the field is exported
		r.Header = http.Header{}
	}
	for name, values := range c.sealed.header {
		if _, set := r.Header[name]; !set && (home || origin.Harmless(name)) {
			r.Header[name] = slices.Clone(values)
		}
	}
	return nil
}

var errCookie = errors.New("a cookie has a character that no cookie may have")

// checkParts refuses what resty and net/http would escape, mend or leave out
// without a word when they build a request of it.
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
			if callconfig.HasLineEnd(name + value) {
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

// checkCookie refuses what net/http would leave out of a cookie, with a line to
// the standard log (RFC 6265, section 4.1.1; spaces and commas are quoted).
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

// restyDefaults are the defaults that resty has to know, since it computes these
// fields where it finds none.
func (c *adapter) restyDefaults() http.Header {
	h, out := c.Headers(), http.Header{}
	for _, name := range []string{"Accept", "Content-Type", "User-Agent"} {
		if v := h.Get(name); v != "" && httpguts.ValidHeaderFieldValue(v) { // New reports others once
			out.Set(name, v)
		}
	}
	return out
}
