package restyadapter

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/internal/clientconfig"
	"example.com/outbound/internal/engine"
	"example.com/outbound/internal/request"
)

// tune calls the functions of WithResty with rc. Its error joins one error for each
// setting that these functions must not change, since the setting belongs to the layers.
func (a *adapter) tune(rc *resty.Client) error {
	var errs []error
	bad := func(is bool, what string) {
		if is {
			errs = append(errs, fmt.Errorf("outbound: WithResty: %s", what))
		}
	}
	refused, was := &refusals{}, *a.modelHTTP
	rc.SetLogger(refused)
	waits := [2]time.Duration{rc.RetryWaitTime, rc.RetryMaxWaitTime}
	for _, f := range a.TuneResty {
		bad(f == nil, "the function is nil")
		if f != nil {
			errs = append(errs, clientconfig.CallUser("WithResty", func() { f(rc) }))
		}
	}
	hc := rc.GetClient()
	bad(hc != a.modelHTTP || hc.Transport != was.Transport, "it replaced the transport: use WithTransport or WithLayer")
	bad(rc.RetryAfter != nil || len(rc.RetryConditions) > 0 || len(rc.RetryHooks) > 0, "it set retry functions: use WithRetry")
	bad(rc.RetryCount != 0 || rc.RetryResetReaders, "it set a retry count: use WithRetry")
	bad(waits != [2]time.Duration{rc.RetryWaitTime, rc.RetryMaxWaitTime}, "it set the waits of a retry: use WithRetry")
	bad(hc.Timeout != 0, "it set a timeout: use WithTimeout")
	bad(hc.Jar != was.Jar, "it set a cookie jar: use WithCookieJar")
	bad(!engine.SameFunc(hc.CheckRedirect, was.CheckRedirect), "it set a redirect policy: use WithMaxRedirects")
	bad(rc.BaseURL != a.trimmedBase() || rc.HostURL != rc.BaseURL, "it set a base URL, which typed calls do not know: use WithBaseURL")
	bad(rc.IsProxySet(), "it set a proxy: use WithProxy")
	bad(hasOwnHook(rc), "it set digest credentials, which every host would get: use WithAuth with digest.New")
	bad(rc.Token != "" || rc.UserInfo != nil, "it set credentials, which every host would get: use WithAuth")
	bad(a.secretHeader(rc.Header) || len(rc.Cookies) > 0, "it set credentials or cookies, which every host would get: use WithAuth, WithHeader with a base URL, or WithCookieJar")
	bad(a.secretParam(rc.QueryParam), "it set a query parameter that may carry a secret, which every host would get: use WithAuth with auth.QueryKey")
	bad(len(rc.FormData) > 0, "it set form fields, which every host would get: set them on the request")
	for _, name := range slices.Sorted(maps.Keys(rc.Header)) {
		if err := request.RefusedField(name); err != nil {
			bad(true, "it set a header: "+err.Error())
		}
	}
	bad(request.CheckHeader(rc.Header) != nil || checkParts(rc.QueryParam, rc.Cookies, rc.PathParams, rc.RawPathParams) != nil,
		"it set a header, parameter or cookie that cannot be sent")
	bad(refused.any.Load(), "resty refused a setting of the transport: use WithProxy, WithRootCAs, WithClientCertificate, WithTransportConfig")
	if l := *clientLog.of(rc); l != resty.Logger(refused) {
		a.sealed.log = l
	}
	return errors.Join(errs...)
}

// trimmedBase returns the base URL as resty keeps it.
func (a *adapter) trimmedBase() string { return strings.TrimRight(a.BaseURL, "/") }

// secretHeader reports whether h has a field whose name is that of a secret.
func (a *adapter) secretHeader(h http.Header) bool {
	for name := range h {
		if a.SecretNames.Sensitive(name) {
			return true
		}
	}
	return false
}

// secretParam reports whether q has a parameter whose name is that of a secret.
func (a *adapter) secretParam(q url.Values) bool {
	for name := range q {
		if a.SecretNames.Param(name) {
			return true
		}
	}
	return false
}

// hasOwnHook reports whether resty has added a hook of its own, as SetDigestAuth does:
// that hook would replace the transport.
func hasOwnHook(rc *resty.Client) bool {
	ours := strings.TrimSuffix(functionName(resty.New), "New")
	for _, h := range *clientBefore.of(rc) {
		if strings.HasPrefix(functionName(h), ours) {
			return true
		}
	}
	return false
}

// refusals is the logger of resty while the functions of WithResty run. It notes that
// resty has logged an error: resty only logs that it cannot apply a setting to the
// transport of the adapter.
type refusals struct {
	silent
	any atomic.Bool
}

func (r *refusals) Errorf(string, ...any) { r.any.Store(true) }
