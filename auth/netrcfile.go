package auth

import (
	"fmt"
	"net"
	"net/url"

	"example.com/outbound/internal/origin"
)

// netrcEntry is what a netrc file says of a machine. An empty machine is the
// default.
type netrcEntry struct{ machine, login, password string }

// parseNetrc reads a netrc file. Its errors quote nothing of it.
func parseNetrc(text string) (entries []netrcEntry, err error) {
	w := &netrcWords{text: text, line: 1}
	var e *netrcEntry
	open := func(machine string) {
		entries = append(entries, netrcEntry{machine: machine})
		e = &entries[len(entries)-1]
	}
	for {
		word, ok, err := w.next(true)
		if err != nil || !ok {
			return entries, err
		}
		if word == "default" {
			open("")
			continue
		}
		value, ok, err := w.next(false)
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return nil, fmt.Errorf("line %d: the last word has no value", w.line)
		case word == "machine" && value == "":
			return nil, fmt.Errorf("line %d: a machine without a name", w.line)
		case word == "machine":
			open(netrcHost(value))
		case word == "macdef":
			w.skipMacro()
		case word != "login" && word != "password" && word != "account":
			return nil, fmt.Errorf("line %d: an unknown word", w.line)
		case e == nil:
			return nil, fmt.Errorf("line %d: a value before the first machine", w.line)
		case hasControl(value):
			return nil, fmt.Errorf("line %d: a control character", w.line)
		case word == "login":
			e.login = value
		case word == "password":
			e.password = value
		}
	}
}

// findNetrc is the entry for u: with its port, else without one, else the
// default.
func findNetrc(entries []netrcEntry, u *url.URL) (netrcEntry, bool) {
	host, port := origin.Host(u), origin.Port(u)
	for _, machine := range []string{net.JoinHostPort(host, port), host, ""} {
		for _, e := range entries {
			if e.machine == machine {
				return e, true
			}
		}
	}
	return netrcEntry{}, false
}

// netrcHost is the canonical form of a machine, which may name a port.
func netrcHost(machine string) string {
	if host, port, err := net.SplitHostPort(machine); err == nil {
		return net.JoinHostPort(origin.CanonicalHost(host), port)
	}
	return origin.CanonicalHost(machine)
}
