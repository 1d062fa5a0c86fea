package engine

import (
	"fmt"

	"example.com/outbound/internal/clientconfig"
)

// Format prints the name of the client and the origin of its base URL, for every verb.
func (c *Core) Format(f fmt.State, verb rune) {
	name, base := c.ShownAs()
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

// ShownAs returns what may be printed of c: its name, and the origin of its base URL. c
// may be nil.
func (c *Core) ShownAs() (name, base string) {
	if c == nil {
		return "", ""
	}
	if c.Home != nil {
		base = c.Home.Scheme + "://" + c.Home.Host
	}
	return c.Name, base
}

// ListSettings returns every setting that is in force.
func (c *Core) ListSettings() []clientconfig.Setting {
	base := "built in"
	if c.pool == nil {
		base = fmt.Sprintf("%T", c.base)
	}
	return c.List(base)
}
