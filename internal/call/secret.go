package call

import (
	"net/http"
	"slices"
)

// HideAdded notes that the query parameters which sent has and req has not are
// secrets, whatever their names promise: the credentials of a scheme.
func HideAdded(req, sent *http.Request) {
	if req.URL.RawQuery == sent.URL.RawQuery {
		return
	}
	c := From(req.Context())
	if c == nil {
		return
	}
	before := req.URL.Query()
	c.mu.Lock()
	defer c.mu.Unlock()
	m := c.ensureDetails()
	for name := range sent.URL.Query() {
		if !before.Has(name) && !slices.Contains(m.secrets, name) {
			m.secrets = append(m.secrets, name)
		}
	}
}

// Hides reports whether the value of a query parameter is never shown: its name
// promises a secret, or a scheme has put it there.
func (c *Call) Hides(param string) bool {
	return c.Names.Param(param) || slices.Contains(c.copyOfDetails().secrets, param)
}
