package inspect

import "example.com/outbound"

// settingsOf are the effective settings of a client.
func settingsOf(c *outbound.Client) []setting { return nil }
