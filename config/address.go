package config

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

var errHostValue = errors.New("the value has a character that ends the host (one of / ? # @ \\), in the middle of the host")

// address is a URL with its references resolved. In its user info the values are
// percent-encoded, so that no character of a password ends it; within the host
// they must not have a character that ends it. schemes are those that the URL may
// have. In a preview, a URL with references is replaced by another one: whether it
// is right depends on their values.
func (r *resolver) address(key, raw string, schemes ...string) string {
	if len(references(raw)) == 0 {
		return strings.ReplaceAll(raw, dollar, "${")
	}
	if r.preview {
		return schemes[0] + "://preview.invalid"
	}
	start, end, _ := authority(raw)
	user := len(userInfo(raw))
	before := len(r.problems)
	out := r.replace(raw, func(ref, value string, from, to int) (string, error) {
		switch {
		case !fieldRE.MatchString(value):
			return "", errControl
		case from < start || from >= end:
			return value, nil
		case user > 0 && to <= start+user && ref == raw[start:start+user]: // user and password in one
			name, password, both := strings.Cut(value, ":")
			if both {
				return escape(name) + ":" + escape(password), nil
			}
			return escape(value), nil
		case user > 0 && to <= start+user:
			return escape(value), nil
		case (from > start || to < end) && strings.ContainsAny(value, `/?#@\`):
			return "", errHostValue
		}
		return value, nil
	})
	if len(r.problems) == before && !isURL(out, schemes) { // New would quote the values
		r.bad(fmt.Errorf("%s: with the values of its references it is not of the form %s://host[:port]", key, strings.Join(schemes, "://host[:port] or ")))
	}
	return out
}

func isURL(raw string, schemes []string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" {
		return false
	}
	for _, s := range schemes {
		if u.Scheme == s {
			return true
		}
	}
	return false
}

// escape percent-encodes all but the unreserved characters (RFC 3986, section 2.3).
func escape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
