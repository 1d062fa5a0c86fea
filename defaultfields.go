package outbound

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"golang.org/x/net/http/httpguts"

	"example.com/outbound/internal/redact"
	"example.com/outbound/internal/request"
)

// fieldsWithoutOrigin reports default header fields that carry a secret, by their names, where
// no base URL says which origin the secret belongs to: every host would get it.
func (c *core) fieldsWithoutOrigin() (errs []error) {
	if c.baseURL != "" {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(c.header)) {
		if c.secretNames.Sensitive(name) {
			errs = append(errs, fmt.Errorf("outbound: WithHeader(%q): the field may carry a secret, and without a base URL (WithBaseURL) every host would get it", redact.FieldName(name)))
		}
	}
	return errs
}

// checkHeaders reports the fields of WithHeader that cannot be defaults.
func (c *core) checkHeaders() (errs []error) {
	for _, name := range slices.Sorted(maps.Keys(c.header)) {
		bad := func(problem any) {
			errs = append(errs, fmt.Errorf("outbound: WithHeader(%q): %v", redact.FieldName(name), problem))
		}
		values := c.header[name]
		switch {
		case !httpguts.ValidHeaderFieldName(name):
			bad("not a header name")
		case !slices.ContainsFunc(values, httpguts.ValidHeaderFieldValue):
			bad("the value has a control character")
		case name == "Content-Length":
			bad("every body has a length of its own: use the call option Header")
		case name == "Host" && c.baseURL == "":
			bad("without a base URL every host would be asked for it: use the call option Header")
		case name == "Host" && request.CheckHost(values[0]) != nil:
			bad(request.ErrHost)
		case request.RefusedField(name) != nil:
			bad(request.RefusedField(name))
		}
	}
	return errs
}

// restyDefaults are the defaults that resty has to know, since it computes these
// fields where it finds none.
func (c *core) restyDefaults() http.Header {
	h, out := c.headers(), http.Header{}
	for _, name := range []string{"Accept", "Content-Type", "User-Agent"} {
		if v := h.Get(name); v != "" && httpguts.ValidHeaderFieldValue(v) { // New reports others once
			out.Set(name, v)
		}
	}
	return out
}
