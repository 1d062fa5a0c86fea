// Package keyed keeps state per key, by default per origin, bounded in number.
package keyed

import (
	"net/http"
	"net/url"
	"strings"

	"example.com/outbound/internal/origin"
)

// Key is what a state belongs to: an origin, or a name of the user's. The zero
// Key is the name "".
type Key struct {
	scheme, host string // of an origin, in its one spelling
	name         string // of a user's own key
	identity     uint64 // whom the requests are for, 0 for all
}

// Of returns the key of req: the name that by gives it, its origin if by is
// nil. It allocates nothing for an origin in lower case.
func Of(req *http.Request, by func(*http.Request) string) Key {
	if by != nil {
		return Key{name: by(req)}
	}
	return ofURL(req.URL)
}

// Parse returns the key that s prints: an origin such as "https://a.example",
// where byName is false, else a name.
func Parse(s string, byName bool) Key {
	if !byName {
		if u, err := url.Parse(s); err == nil && u.Host != "" {
			return ofURL(u)
		}
	}
	return Key{name: s}
}

func ofURL(u *url.URL) Key {
	return Key{scheme: strings.ToLower(u.Scheme), host: origin.Key(u)}
}

// For returns the part of k that belongs to one identity.
func (k Key) For(identity uint64) Key {
	k.identity = identity
	return k
}

// String returns scheme://host[:port], or the name. The identity is not shown.
func (k Key) String() string {
	if k.host == "" {
		return k.name
	}
	return k.scheme + "://" + k.host
}

// clone returns a key that keeps no longer string alive, such as a URL.
func (k Key) clone() Key {
	return Key{strings.Clone(k.scheme), strings.Clone(k.host), strings.Clone(k.name), k.identity}
}
