package auth

import (
	"errors"
	"net/http"
)

var errNoKey = errors.New("the key is empty")

// APIKey sends key in the field named name. With an empty key every request
// fails.
func APIKey(name, key string) Scheme {
	if key == "" {
		return failing(errNoKey)
	}
	return header(http.CanonicalHeaderKey(name), key)
}

// failing is the scheme of arguments that cannot be credentials.
func failing(err error) Scheme { return Func(func(*http.Request) error { return err }) }

// hasControl reports whether s has a byte that no header field may carry (RFC
// 9110, section 5.5).
func hasControl(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' && s[i] != '\t' || s[i] == 0x7f {
			return true
		}
	}
	return false
}
