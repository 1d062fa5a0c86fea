package auth

import (
	"errors"
	"strings"
)

var errNoToken = errors.New("the token is empty")

// Bearer sends token in the Authorization field (RFC 6750, section 2.1). An empty
// one, as of a variable that is not set, is a problem of outbound.New, and
// elsewhere an error of every request. For a token that changes see [Tokens].
func Bearer(token string) Scheme {
	return newField("Bearer", unusable(token, errNoToken), "Authorization", "Bearer "+token, token)
}

// unusable is why a secret cannot be sent in a field, nil if it can. A blank one
// is an empty one.
func unusable(secret string, empty error) error {
	switch {
	case strings.TrimSpace(secret) == "":
		return empty
	case hasControl(secret):
		return errControl
	}
	return nil
}

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
