package outbound

// BaseURL returns what [WithBaseURL] was given, or "" without one.
func (c *Client) BaseURL() string {
	if c == nil || c.core == nil {
		return ""
	}
	return c.baseURL
}
