package outbound

import (
	"fmt"
	"strings"

	"example.com/outbound/internal/address"
)

// checkParams refuses values that would name another resource, or smuggle a
// line into the request.
func (o *callConfig) checkParams() error {
	for _, p := range o.params {
		if err := checkParam(p.name, p.value); err != nil {
			return err
		}
	}
	for _, q := range o.query {
		if hasLineEnd(q.name + q.value) {
			return fmt.Errorf("Query(%q): the value has a control character", q.name)
		}
	}
	return nil
}

func checkParam(name, value string) error {
	switch {
	case value == "" || value == "." || value == "..":
		return fmt.Errorf("PathParam(%q): empty or a dot segment", name)
	case hasLineEnd(value):
		return fmt.Errorf("PathParam(%q): the value has a control character", name)
	}
	return nil
}

func hasLineEnd(s string) bool { return strings.ContainsAny(s, "\r\n\x00") }

// param looks up the path parameters of a typed call: its own, the last of a name
// first, and those of WithResty.
func (o *callConfig) param(c *core) address.Lookup {
	if o == nil && len(c.rc.PathParams)+len(c.rc.RawPathParams) == 0 {
		return nil
	}
	return func(name string) (string, bool, bool) {
		if value, raw, ok := o.own(name); ok {
			return value, raw, ok
		}
		if value, ok := c.rc.PathParams[name]; ok {
			return value, false, ok
		}
		value, ok := c.rc.RawPathParams[name]
		return value, true, ok
	}
}

// own looks up a path parameter of the call.
func (o *callConfig) own(name string) (value string, raw, ok bool) {
	if o != nil {
		for i := len(o.params) - 1; i >= 0; i-- {
			if p := o.params[i]; p.name == name {
				return p.value, false, true
			}
		}
	}
	return "", false, false
}
