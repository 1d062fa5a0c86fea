package restyadapter

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/go-resty/resty/v2"
	"golang.org/x/net/http/httpguts"

	"example.com/outbound/internal/origin"
)

// knownDefaults returns the default fields that resty must know: resty computes a value for
// each of them that a request does not have.
func (a *adapter) knownDefaults() http.Header {
	h, out := a.Headers(), http.Header{}
	for _, name := range []string{"Accept", "Content-Type", "User-Agent"} {
		if v := h.Get(name); v != "" && httpguts.ValidHeaderFieldValue(v) { // package clientconfig reports a value that is not valid
			out.Set(name, v)
		}
	}
	return out
}

// putDefaults adds the fields that WithResty has set to a request, unless the request has
// them. A request to another origin than that of the base URL gets only fields that
// cannot be a secret.
func (a *adapter) putDefaults(_ *resty.Client, r *resty.Request) error {
	if len(a.sealed.header) == 0 {
		return nil
	}
	to, err := url.Parse(r.URL)
	if err != nil {
		return err
	}
	home := a.Home == nil || origin.Same(to, a.Home)
	if r.Header == nil { // the field is exported
		r.Header = http.Header{}
	}
	for name, values := range a.sealed.header {
		if _, set := r.Header[name]; !set && (home || origin.Harmless(name)) {
			r.Header[name] = slices.Clone(values)
		}
	}
	return nil
}
