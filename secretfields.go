package outbound

import (
	"fmt"
	"maps"
	"slices"

	"example.com/outbound/internal/redact"
)

// fieldsWithoutOrigin reports default header fields that carry a secret, by their names, where
// no base URL says which origin the secret belongs to: every host would get it.
func (c *core) fieldsWithoutOrigin() (errs []error) {
	if c.baseURL != "" {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(c.header)) {
		if c.secretNames.Sensitive(name) {
			errs = append(errs, fmt.Errorf("outbound: WithHeader(%q): the field may carry a secret, and without a base URL every host would get it", redact.FieldName(name)))
		}
	}
	return errs
}
