package outbound

// Calls returns how many calls of the client have begun and how many have ended.
func (c *Client) Calls() (begun, ended int64) { return c.settings.Calls.Count() }
