package main

import (
	"fmt"
	"net/http"
	"os"
	"strings"

	"example.com/outbound"
)

// fields returns the header fields of -H.
func (t *target) fields() (http.Header, error) {
	h := http.Header{}
	for _, line := range t.Header {
		name, isFile := strings.CutPrefix(line, "@")
		if !isFile {
			if !addField(h, line) {
				return nil, usageError{fmt.Errorf("-H %q is not of the form 'Name: value'", line)}
			}
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, readError{err}
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			n++
			if strings.TrimSpace(line) != "" && !addField(h, line) { // it may be a secret
				return nil, usageError{fmt.Errorf("%s:%d: the line is not of the form 'Name: value'", name, n)}
			}
		}
	}
	return h, nil
}

// addField adds the field of a line to h. ok is false if it has none.
func addField(h http.Header, line string) (ok bool) {
	name, value, ok := strings.Cut(line, ":")
	if name = strings.TrimSpace(name); !ok || name == "" {
		return false
	}
	h.Add(name, strings.TrimSpace(value))
	return true
}

// options returns header fields as options.
func options(h http.Header) (opts []outbound.CallOption) {
	for name, values := range h {
		opts = append(opts, outbound.Header(name, values[0]))
		for _, v := range values[1:] {
			opts = append(opts, outbound.AddHeader(name, v))
		}
	}
	return opts
}
