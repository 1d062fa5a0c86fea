package inspect

import (
	"strings"

	"example.com/outbound"
	"example.com/outbound/internal/redact"
)

// settingsOf are the effective settings of a client. Values of header fields are
// shown if they are on the list of harmless ones, as everywhere on the pages.
func settingsOf(c *outbound.Client) (all []setting) {
	for _, s := range c.Settings() {
		if field, ok := strings.CutPrefix(s.Name, "headers."); ok && !redact.HeaderShown(field) {
			s.Value = redact.Mask
		}
		all = append(all, setting{clean(s.Name), clean(s.Value), clean(s.Origin)})
	}
	return all
}
