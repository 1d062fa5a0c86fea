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
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/content"
	"example.com/outbound/internal/engine"
	"example.com/outbound/internal/request"
)

// tuneResty calls the functions of WithResty and finds what they must not
// change: what the layers do is the layers'.
func (c *adapter) tuneResty(rc *resty.Client) error {
	var errs []error
	bad := func(is bool, what string) {
		if is {
			errs = append(errs, fmt.Errorf("outbound: WithResty: %s", what))
		}
	}
	refused, was := &refusals{}, *c.restyHC
	rc.SetLogger(refused)
	waits := [2]time.Duration{rc.RetryWaitTime, rc.RetryMaxWaitTime}
	for _, f := range c.Config.Resty {
		bad(f == nil, "the function is nil")
		if f != nil {
			errs = append(errs, clientconfig.Recovered("WithResty", func() { f(rc) }))
		}
	}
	hc := rc.GetClient()
	bad(hc != c.restyHC || hc.Transport != was.Transport, "it replaced the transport: use WithTransport or WithLayer")
	bad(rc.RetryAfter != nil || len(rc.RetryConditions) > 0 || len(rc.RetryHooks) > 0, "it set retry functions: use WithRetry")
	bad(rc.RetryCount != 0 || rc.RetryResetReaders, "it set a retry count: use WithRetry")
	bad(waits != [2]time.Duration{rc.RetryWaitTime, rc.RetryMaxWaitTime}, "it set the waits of a retry: use WithRetry")
	bad(hc.Timeout != 0, "it set a timeout: use WithTimeout")
	bad(hc.Jar != was.Jar, "it set a cookie jar: use WithCookieJar")
	bad(!engine.SameFunc(hc.CheckRedirect, was.CheckRedirect), "it set a redirect policy: use WithMaxRedirects")
	bad(rc.BaseURL != c.trimmedBase() || rc.HostURL != rc.BaseURL, "it set a base URL, which typed calls do not know: use WithBaseURL")
	bad(rc.IsProxySet(), "it set a proxy: use WithProxy")
	bad(hasOwnHook(rc), "it set digest credentials, which every host would get: use WithAuth with digest.New")
	bad(rc.Token != "" || rc.UserInfo != nil, "it set credentials, which every host would get: use WithAuth")
	bad(c.secretHeader(rc.Header) || len(rc.Cookies) > 0, "it set credentials or cookies, which every host would get: use WithAuth, WithHeader with a base URL, or WithCookieJar")
	bad(c.secretParam(rc.QueryParam), "it set a query parameter that may carry a secret, which every host would get: use WithAuth with auth.QueryKey")
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
		c.sealed.log = l
	}
	return errors.Join(errs...)
}

// trimmedBase is the base URL as resty has it.
func (c *adapter) trimmedBase() string { return strings.TrimRight(c.BaseURL, "/") }

// secretHeader reports whether h has a field that is a secret by its name.
func (c *adapter) secretHeader(h http.Header) bool {
	for name := range h {
		if c.SecretNames.Sensitive(name) {
			return true
		}
	}
	return false
}

// secretParam reports whether q has a parameter that is a secret by its name.
func (c *adapter) secretParam(q url.Values) bool {
	for name := range q {
		if c.SecretNames.Param(name) {
			return true
		}
	}
	return false
}

// hasOwnHook reports whether resty has added a hook of its own, as SetDigestAuth
// does, which swaps the transport.
func hasOwnHook(rc *resty.Client) bool {
	ours := strings.TrimSuffix(functionName(resty.New), "New")
	for _, h := range *clientBefore.of(rc) {
		if strings.HasPrefix(functionName(h), ours) {
			return true
		}
	}
	return false
}

// refusals is resty's logger: what there is to say the log layer says. Resty
// only logs that a setting needs another transport, and goes on without it.
type refusals struct {
	silent
	any atomic.Bool
}

func (r *refusals) Errorf(string, ...any) { r.any.Store(true) }

// makeCodecs takes the codecs of the client from rc, where WithResty may have set
// them, and makes those of rc type their errors.
func (c *adapter) makeCodecs(rc *resty.Client) {
	c.Codecs = codec.Set{JSON: codec.Codec{Marshal: rc.JSONMarshal, Unmarshal: rc.JSONUnmarshal}, Others: c.OwnCodecs, Quote: c.Quote}
	c.Codecs.XML = codec.Codec{Marshal: rc.XMLMarshal, Unmarshal: rc.XMLUnmarshal}
	if engine.SameFunc(rc.XMLUnmarshal, codec.UnmarshalXML) {
		c.Codecs.XML.Unmarshal = nil // the built-in one, which knows the charset of the field
	}
	rc.JSONMarshal, rc.XMLMarshal = codec.Quiet(rc.JSONMarshal), codec.Quiet(rc.XMLMarshal)
	rc.JSONUnmarshal, rc.XMLUnmarshal = c.decoderFor(content.TypeJSON), c.decoderFor(content.TypeXML)
}
