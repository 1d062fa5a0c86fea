package clientconfig

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"example.com/outbound/auth"
	"example.com/outbound/internal/admit"
	"example.com/outbound/internal/redact"
	"example.com/outbound/internal/request"
	"example.com/outbound/middleware"
)

// Validate returns every problem of the config, the parsed base URL (nil without one), and
// the schemes of auth with their origins. A problem names the option and the value, but no
// secret.
func (c *Config) Validate() (home *url.URL, bindings []auth.Binding, errs []error) {
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf("outbound: "+format, args...)) }

	errs = append(errs, c.Problems...)
	if c.BaseURL != "" {
		u, err := parseBaseURL(c.BaseURL)
		if err != nil {
			bad("WithBaseURL(%q): %w", redact.RawURL(c.BaseURL), err)
		}
		home = u
	}
	errs = append(errs, c.fieldsWithoutOrigin()...)
	errs = append(errs, c.checkHeaders()...)
	if !httpguts.ValidHeaderFieldValue(c.UserAgent) {
		bad("WithUserAgent: the value has a control character")
	}
	for _, t := range []struct {
		option string
		d      time.Duration
	}{{"WithTimeout", c.Timeout.Duration}, {"WithAttemptTimeout", c.AttemptTimeout.Duration}, {"WithBodyIdleTimeout", c.BodyIdleTimeout.Duration}} {
		if t.d < 0 {
			bad("%s(%v): negative; 0 means no bound", t.option, t.d)
		}
	}
	if c.Retry != nil {
		if err := c.Retry.Validate(); err != nil {
			bad("WithRetry: %w", err)
		}
	}
	errs = append(errs, c.validatePolicies()...)
	if err := c.Logger.Validate(); err != nil {
		bad("WithLogger: %w", err)
	}
	if c.MaxRedirects < 0 {
		bad("WithMaxRedirects(%d): negative; 0 means that a redirect is returned as the response", c.MaxRedirects)
	}
	if c.MaxResponse < 0 {
		bad("WithMaxResponseBytes(%d): negative; 0 means no bound", c.MaxResponse)
	}
	for _, f := range []struct{ option, name string }{{"WithRequestID", c.RequestID}, {"WithDeadlineHeader", c.DeadlineHeader}} {
		switch err := request.RefusedField(f.name); {
		case f.name != "" && !httpguts.ValidHeaderFieldName(f.name):
			bad("%s(%q): not a header name", f.option, redact.FieldName(f.name))
		case err != nil:
			bad("%s(%q): %w", f.option, f.name, err)
		case slices.Contains([]string{"Host", "Content-Length"}, http.CanonicalHeaderKey(f.name)):
			bad("%s(%q): the field has a meaning of its own", f.option, f.name)
		}
	}
	if c.Transport.MaxAge < 0 {
		bad("WithMaxConnAge(%v): negative; 0 means no bound", c.Transport.MaxAge)
	}
	errs = append(errs, c.validateUntrusted()...)
	if (c.JSON.Marshal == nil) != (c.JSON.Unmarshal == nil) {
		errs = append(errs, errJSONCodec)
	}
	errs = append(errs, c.validateLayers()...)
	bindings, unbound := c.bindAuth(home)
	return home, bindings, append(errs, unbound...)
}

func (c *Config) validateLayers() (errs []error) {
	names := map[string]bool{}
	for _, l := range c.Layers {
		switch {
		case l.Name == "":
			errs = append(errs, errors.New("outbound: WithLayer: a layer without a name"))
		case l.Layer == nil:
			errs = append(errs, fmt.Errorf("outbound: WithLayer(%q): the layer is nil", l.Name))
		case l.Stage != middleware.PerCall && l.Stage != middleware.PerAttempt:
			errs = append(errs, fmt.Errorf("outbound: WithLayer(%q): unknown stage %d", l.Name, l.Stage))
		case names[l.Name]:
			errs = append(errs, fmt.Errorf("outbound: WithLayer(%q): the name is taken", l.Name))
		}
		names[l.Name] = true
	}
	return errs
}

// bindAuth returns every scheme with its origins. The last option comes first in the
// list, so that it wins.
func (c *Config) bindAuth(home *url.URL) (bindings []auth.Binding, errs []error) {
	for _, a := range c.Auth {
		if err := auth.Validate(a.Scheme); err != nil {
			errs = append(errs, fmt.Errorf("outbound: WithAuth: %w", err))
		}
		b := auth.Binding{Scheme: a.Scheme}
		switch {
		case len(a.Origins) == 0 && home != nil:
			b.Origins = []auth.Origin{auth.OriginOf(home)}
		case len(a.Origins) == 0 && c.BaseURL == "":
			errs = append(errs, errors.New("outbound: WithAuth: neither an origin nor a base URL (WithBaseURL) says where the credentials belong"))
		}
		for _, raw := range a.Origins {
			o, err := auth.ParseOrigin(raw)
			if err != nil {
				errs = append(errs, fmt.Errorf("outbound: WithAuth: %w", err))
				continue
			}
			b.Origins = append(b.Origins, o)
		}
		bindings = append([]auth.Binding{b}, bindings...)
	}
	return bindings, errs
}

var errJSONCodec = errors.New("outbound: WithJSON: marshal and unmarshal go together")

var errBaseURL = errors.New("not of the form http[s]://host[:port][/path]")

func parseBaseURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, errBaseURL // the error of package url would quote the text
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "", u.RawQuery != "", u.ForceQuery, u.Fragment != "", strings.Contains(raw, "#"):
		return nil, errBaseURL
	case strings.HasPrefix(u.Host, ":"):
		return nil, errBaseURL
	case request.CheckPort(u) != nil:
		return nil, request.ErrPort
	}
	return u, nil
}

// validateUntrusted returns an error for each option that must not be used for addresses
// that strangers have chosen.
func (c *Config) validateUntrusted() (errs []error) {
	if !c.Untrusted {
		return nil
	}
	for _, beside := range []struct {
		is     bool
		option string
	}{{len(c.Auth) > 0, "WithAuth"}, {c.Transport.Proxy != "", "WithProxy"}, {c.Jar != nil, "WithCookieJar"}} {
		if beside.is {
			errs = append(errs, fmt.Errorf("outbound: %s and Untrusted do not go together: the preset is for URLs whose addresses strangers have chosen", beside.option))
		}
	}
	return errs
}

// validatePolicies returns the problems of the policies, each with its option.
func (c *Config) validatePolicies() (errs []error) {
	for _, p := range []struct {
		option string
		err    error
	}{
		{"WithBreaker", admit.Policies{Breaker: c.Policies.Breaker}.Validate()},
		{"WithGate", admit.Policies{Gate: c.Policies.Gate}.Validate()},
		{"WithRateLimit", admit.Policies{Rate: c.Policies.Rate}.Validate()},
		{"WithConcurrency", admit.Policies{Concurrency: c.Policies.Concurrency}.Validate()},
	} {
		if p.err != nil {
			errs = append(errs, fmt.Errorf("outbound: %s: %w", p.option, p.err))
		}
	}
	return errs
}

// fieldsWithoutOrigin returns an error for each default header field whose name says that
// it carries a secret, if there is no base URL: every host would get the secret.
func (c *Config) fieldsWithoutOrigin() (errs []error) {
	if c.BaseURL != "" {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(c.Header)) {
		if c.SecretNames.Sensitive(name) {
			errs = append(errs, fmt.Errorf("outbound: WithHeader(%q): the field may carry a secret, and without a base URL (WithBaseURL) every host would get it", redact.FieldName(name)))
		}
	}
	return errs
}

// checkHeaders returns an error for each field of WithHeader that cannot be a default.
func (c *Config) checkHeaders() (errs []error) {
	for _, name := range slices.Sorted(maps.Keys(c.Header)) {
		bad := func(problem any) {
			errs = append(errs, fmt.Errorf("outbound: WithHeader(%q): %v", redact.FieldName(name), problem))
		}
		values := c.Header[name]
		switch {
		case !httpguts.ValidHeaderFieldName(name):
			bad("not a header name")
		case !slices.ContainsFunc(values, httpguts.ValidHeaderFieldValue):
			bad("the value has a control character")
		case name == "Content-Length":
			bad("every body has a length of its own: use the call option Header")
		case name == "Host" && c.BaseURL == "":
			bad("without a base URL every host would be asked for it: use the call option Header")
		case name == "Host" && request.CheckHost(values[0]) != nil:
			bad(request.ErrHost)
		case request.RefusedField(name) != nil:
			bad(request.RefusedField(name))
		}
	}
	return errs
}
