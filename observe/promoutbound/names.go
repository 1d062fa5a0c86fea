package promoutbound

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// other stands for the values that have no series of their own.
const other = "other"

// maxName is the most bytes of a label's value.
const maxName = 255

// names are the first values of a label. It is safe for concurrent use.
type names struct {
	max   int
	mu    sync.RWMutex
	known map[string]string // as given, or its first bytes: as the label has it
}

// label is name if it is one of the first ones, else "other". The empty name is
// always one of its own.
func (n *names) label(name string) string {
	if name == "" {
		return ""
	}
	if len(name) > maxName {
		name = name[:maxName]
	}
	n.mu.RLock()
	label, ok := n.known[name]
	full := len(n.known) >= n.max
	n.mu.RUnlock()
	switch {
	case ok:
		return label
	case full:
		return other
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if label, ok := n.known[name]; ok {
		return label
	}
	if len(n.known) >= n.max {
		return other
	}
	if n.known == nil {
		n.known = map[string]string{}
	}
	name = strings.Clone(name)
	n.known[name] = strings.ToValidUTF8(name, "\uFFFD")
	return n.known[name]
}

func methodLabel(method string) string {
	switch method {
	case "", "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY":
		return method
	}
	return other
}

// codes are the labels of the statuses: the number of one that has a name, else
// its class, since a server may send any number.
var codes = func() (all [600]string) {
	for code := range all {
		switch {
		case http.StatusText(code) != "":
			all[code] = strconv.Itoa(code)
		case code >= 100:
			all[code] = strconv.Itoa(code/100) + "xx"
		}
	}
	return all
}()

func codeLabel(code int) string {
	if code < 0 || code >= len(codes) {
		return other
	}
	return codes[code]
}
