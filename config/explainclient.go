package config

import (
	"example.com/outbound"
)

// clientSettings are the settings of the client of a preview. A preview resolves no
// reference and reads no file: where it has something else in their place, the value is
// that of the file.
func (x *Explanation) clientSettings(c *outbound.Client) []outbound.Setting {
	inFile := map[string]Setting{}
	for _, s := range x.Settings {
		inFile[s.Key] = s
	}
	all := c.Settings()
	for i, s := range all {
		has := inFile[s.Name]
		replaced := s.Name == "tls.root_cas" || s.Name == "tls.client_certificate" || s.Name != "auth" && len(references(has.Value)) > 0
		if has.Preset != "" && replaced {
			all[i].Value, all[i].Origin = has.Value, x.Name
		}
	}
	return all
}
