package vcr

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gopkg.in/dnaeon/go-vcr.v4/pkg/cassette"

	"example.com/outbound/internal/jsonequal"
	"example.com/outbound/internal/redact"
)

// asked is a request as a tape has it: its secrets are hidden.
type asked struct {
	method, url, kind string
	body              []byte
}

// ask is req, with a body that was read, as a tape has it.
func (p *Tape) ask(req *http.Request, body []byte) (asked, error) {
	m, err := newMessage(req.URL, req.Header, body)
	if err != nil {
		return asked{}, err
	}
	m.fixBoundary()
	var s secrets
	p.collect(&s, m)
	c := p.covering(&s)
	kind := m.header.Get("Content-Type")
	return asked{req.Method, c.url(req.URL), kind, c.Body(m.body, kind)}, nil
}

// askedKey holds what is looked for on the tape.
type askedKey struct{}

// find returns the next interaction on the tape that answers a.
func (p *Tape) find(req *http.Request, a asked) (*cassette.Interaction, error) {
	wanted := req.Clone(context.WithValue(req.Context(), askedKey{}, a))
	wanted.Body = nil // it has been read
	return p.tape.GetInteraction(wanted)
}

// matches reports whether the tape's request is the one that is looked for.
func matches(req *http.Request, on cassette.Request) bool {
	a, ok := req.Context().Value(askedKey{}).(asked)
	return ok && a.method == on.Method && sameURL(a.url, on.URL) && sameBody(a.kind, a.body, []byte(on.Body))
}

// sameURL compares without regard to the order of different query parameters.
func sameURL(a, b string) bool {
	pathA, queryA, _ := strings.Cut(a, "?")
	pathB, queryB, _ := strings.Cut(b, "?")
	return pathA == pathB && samePairs(queryA, queryB)
}

// samePairs compares two queries or forms by their pairs, however they are
// escaped, without regard to the order of different names.
func samePairs(a, b string) bool {
	return a == b || slices.Equal(pairs(a), pairs(b))
}

func pairs(raw string) [][2]string {
	var all [][2]string
	for pair := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if pair != "" {
			all = append(all, [2]string{plain(name), plain(value)})
		}
	}
	slices.SortStableFunc(all, func(x, y [2]string) int { return strings.Compare(x[0], y[0]) })
	return all
}

func plain(s string) string {
	if p, err := url.QueryUnescape(s); err == nil {
		return p
	}
	return s
}

// sameParts compares two uploads by their parts, without regard to the order of
// parts with different headers: a client may keep its fields in a map.
func sameParts(a, b []byte) bool { return slices.EqualFunc(parts(a), parts(b), bytes.Equal) }

func parts(body []byte) [][]byte {
	all := bytes.Split(body, []byte("--"+boundary))
	slices.SortStableFunc(all, func(x, y []byte) int {
		headerX, _, _ := bytes.Cut(x, []byte("\r\n\r\n"))
		headerY, _, _ := bytes.Cut(y, []byte("\r\n\r\n"))
		return bytes.Compare(headerX, headerY)
	})
	return all
}

// sameBody compares JSON by what it says, forms and uploads by their fields, XML
// by its tokens, and all else byte by byte.
func sameBody(kind string, a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	kind, _, _ = strings.Cut(strings.ToLower(kind), ";")
	if strings.TrimSpace(kind) == "application/x-www-form-urlencoded" {
		return samePairs(string(a), string(b))
	}
	if bytes.HasPrefix(a, []byte("--"+boundary)) {
		return sameParts(a, b)
	}
	if a[0] == '<' && b[0] == '<' {
		x, y := redact.XML(a, 2*len(a)+1024), redact.XML(b, 2*len(b)+1024)
		return len(x) > 0 && bytes.Equal(x, y)
	}
	x, err1 := jsonequal.Decode(a)
	y, err2 := jsonequal.Decode(b)
	return err1 == nil && err2 == nil && jsonequal.Equal(x, y)
}
