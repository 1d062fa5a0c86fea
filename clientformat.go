package outbound

import (
	"encoding/json"
	"fmt"
	"log/slog"
)

// Format prints the client's name and the origin of its base URL, for every verb:
// default headers, credentials and the proxy are never printed.
func (c Client) Format(f fmt.State, verb rune) { c.core.Format(f, verb) }

// LogValue gives package slog what [Client.Format] prints.
func (c Client) LogValue() slog.Value {
	name, base := c.core.shownAs()
	return slog.GroupValue(slog.String("client", name), slog.String("base_url", base))
}

// MarshalJSON writes what [Client.Format] prints.
func (c Client) MarshalJSON() ([]byte, error) {
	name, base := c.core.shownAs()
	return json.Marshal(struct {
		Client  string `json:"client,omitempty"`
		BaseURL string `json:"base_url,omitempty"`
	}{name, base})
}

// Format is [Client.Format], for what holds the core without being a Client, such
// as the transport of [Client.HTTP].
func (c *core) Format(f fmt.State, verb rune) {
	name, base := c.shownAs()
	text := "outbound.Client{" + name
	if name != "" && base != "" {
		text += " "
	}
	text += base + "}"
	if verb == 'q' {
		_, _ = fmt.Fprintf(f, "%q", text)
		return
	}
	_, _ = f.Write([]byte(text))
}

// shownAs is what may be printed of c: its name, and the origin of its base URL.
func (c *core) shownAs() (name, base string) {
	if c == nil {
		return "", ""
	}
	if c.home != nil {
		base = c.home.Scheme + "://" + c.home.Host
	}
	return c.name, base
}
