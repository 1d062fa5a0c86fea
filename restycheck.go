package outbound

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"sync/atomic"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/internal/redact"
)

// tuneResty calls the functions of WithResty and finds what they must not
// change: what the layers do is the layers'.
func (c *core) tuneResty(rc *resty.Client) error {
	var errs []error
	bad := func(is bool, what string) {
		if is {
			errs = append(errs, fmt.Errorf("outbound: WithResty: %s", what))
		}
	}
	refused, follows := &refusals{}, pointer(c.restyHC.CheckRedirect)
	rc.SetLogger(refused)
	for _, f := range c.config.resty {
		bad(f == nil, "the function is nil")
		if f != nil {
			f(rc)
		}
	}
	hc := rc.GetClient()
	bad(hc != c.restyHC || !isEdge(hc.Transport), "it replaced the transport: use WithTransport or WithLayer")
	bad(rc.RetryAfter != nil || len(rc.RetryConditions) > 0 || len(rc.RetryHooks) > 0, "it set retry functions: use WithRetry")
	bad(rc.RetryCount != 0, "it set a retry count: use WithRetry")
	bad(hc.Timeout != 0, "it set a timeout: use WithTimeout")
	bad(hc.Jar != c.jar, "it set a cookie jar: use WithCookieJar")
	bad(pointer(hc.CheckRedirect) != follows, "it set a redirect policy: use WithMaxRedirects")
	bad(rc.IsProxySet(), "it set a proxy: use WithProxy")
	bad(secretHeader(rc.Header) || len(rc.Cookies) > 0, "it set credentials or cookies, which every host would get: use WithAuth, WithHeader with a base URL, or WithCookieJar")
	bad(rc.Token != "" || rc.UserInfo != nil, "it set credentials, which every host would get: use WithAuth")
	bad(checkHeader(rc.Header) != nil || checkParts(rc.QueryParam, rc.Cookies, rc.PathParams, rc.RawPathParams) != nil,
		"it set a header, parameter or cookie that cannot be sent")
	bad(refused.any.Load(), "resty refused a setting of the transport: use WithProxy, WithRootCAs, WithClientCertificate, WithTransportConfig")
	return errors.Join(errs...)
}

// secretHeader reports whether h has a field that is a secret by its name.
func secretHeader(h http.Header) bool {
	for name := range h {
		if redact.Sensitive(name) {
			return true
		}
	}
	return false
}

func isEdge(rt http.RoundTripper) bool {
	_, ok := rt.(*edge)
	return ok
}

func pointer(f any) uintptr { return reflect.ValueOf(f).Pointer() }

// refusals is resty's logger: what there is to say the log layer says. Resty
// only logs that a setting needs another transport, and goes on without it.
type refusals struct {
	silent
	any atomic.Bool
}

func (r *refusals) Errorf(string, ...any) { r.any.Store(true) }
