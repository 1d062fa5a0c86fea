package outbound

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"example.com/outbound/auth"
	"example.com/outbound/internal/redact"
	"example.com/outbound/internal/request"
	"example.com/outbound/middleware"
)

// validate reports every problem of the config and resolves what depends on
// more than one option. A problem names the option and the value, but no secret.
func (c *core) validate() []error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf("outbound: "+format, args...)) }

	errs = append(errs, c.problems...)
	if c.baseURL != "" {
		u, err := parseBaseURL(c.baseURL)
		if err != nil {
			bad("WithBaseURL(%q): %w", redact.RawURL(c.baseURL), err)
		}
		c.home = u
	}
	errs = append(errs, c.fieldsWithoutOrigin()...)
	errs = append(errs, c.checkHeaders()...)
	if !httpguts.ValidHeaderFieldValue(c.userAgent) {
		bad("WithUserAgent: the value has a control character")
	}
	for _, t := range []struct {
		option string
		d      time.Duration
	}{{"WithTimeout", c.timeout.d}, {"WithAttemptTimeout", c.attemptTimeout.d}, {"WithBodyIdleTimeout", c.bodyIdleTimeout.d}} {
		if t.d < 0 {
			bad("%s(%v): negative; 0 means no bound", t.option, t.d)
		}
	}
	if c.config.retry != nil {
		if err := c.config.retry.Validate(); err != nil {
			bad("WithRetry: %w", err)
		}
	}
	errs = append(errs, c.validatePolicies()...)
	if err := c.logger.Validate(); err != nil {
		bad("WithLogger: %w", err)
	}
	if c.maxRedirects < 0 {
		bad("WithMaxRedirects(%d): negative; 0 means that a redirect is returned as the response", c.maxRedirects)
	}
	if c.maxResponse < 0 {
		bad("WithMaxResponseBytes(%d): negative; 0 means no bound", c.maxResponse)
	}
	for _, f := range []struct{ option, name string }{{"WithRequestID", c.requestID}, {"WithDeadlineHeader", c.deadlineHeader}} {
		switch err := request.RefusedField(f.name); {
		case f.name != "" && !httpguts.ValidHeaderFieldName(f.name):
			bad("%s(%q): not a header name", f.option, redact.FieldName(f.name))
		case err != nil:
			bad("%s(%q): %w", f.option, f.name, err)
		case slices.Contains([]string{"Host", "Content-Length"}, http.CanonicalHeaderKey(f.name)):
			bad("%s(%q): the field has a meaning of its own", f.option, f.name)
		}
	}
	if c.transport.MaxAge < 0 {
		bad("WithMaxConnAge(%v): negative; 0 means no bound", c.transport.MaxAge)
	}
	errs = append(errs, c.validateUntrusted()...)
	if (c.json.Marshal == nil) != (c.json.Unmarshal == nil) {
		errs = append(errs, errJSONCodec)
	}
	errs = append(errs, c.validateLayers()...)
	return append(errs, c.bindAuth()...)
}

func (c *core) validateLayers() (errs []error) {
	names := map[string]bool{}
	for _, l := range c.layers {
		switch {
		case l.name == "":
			errs = append(errs, errors.New("outbound: WithLayer: a layer without a name"))
		case l.layer == nil:
			errs = append(errs, fmt.Errorf("outbound: WithLayer(%q): the layer is nil", l.name))
		case l.stage != middleware.PerCall && l.stage != middleware.PerAttempt:
			errs = append(errs, fmt.Errorf("outbound: WithLayer(%q): unknown stage %d", l.name, l.stage))
		case names[l.name]:
			errs = append(errs, fmt.Errorf("outbound: WithLayer(%q): the name is taken", l.name))
		}
		names[l.name] = true
	}
	return errs
}

// bindAuth gives every scheme its origins. The last option stands first, so that
// it wins.
func (c *core) bindAuth() (errs []error) {
	for _, a := range c.auth {
		if err := auth.Validate(a.scheme); err != nil {
			errs = append(errs, fmt.Errorf("outbound: WithAuth: %w", err))
		}
		b := auth.Binding{Scheme: a.scheme}
		switch {
		case len(a.origins) == 0 && c.home != nil:
			b.Origins = []auth.Origin{auth.OriginOf(c.home)}
		case len(a.origins) == 0 && c.baseURL == "":
			errs = append(errs, errors.New("outbound: WithAuth: neither an origin nor a base URL (WithBaseURL) says where the credentials belong"))
		}
		for _, raw := range a.origins {
			o, err := auth.ParseOrigin(raw)
			if err != nil {
				errs = append(errs, fmt.Errorf("outbound: WithAuth: %w", err))
				continue
			}
			b.Origins = append(b.Origins, o)
		}
		c.bindings = append([]auth.Binding{b}, c.bindings...)
	}
	return errs
}

var errBaseURL = errors.New("not of the form http[s]://host[:port][/path]")

func parseBaseURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, errBaseURL // what package url says quotes the text
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "", u.RawQuery != "", u.ForceQuery, u.Fragment != "", strings.Contains(raw, "#"):
		return nil, errBaseURL
	case strings.HasPrefix(u.Host, ":"):
		return nil, errBaseURL
	case request.CheckPort(u) != nil:
		return nil, request.ErrPort
	}
	return u, nil
}
