package auth

import (
	"cmp"
	"errors"
	"net/http"
	"strings"
)

var (
	errNoKey     = errors.New("the key is empty")
	errFieldName = errors.New("the name is not that of a header field")
)

// APIKey sends key in the field named name. An empty key is a problem of
// outbound.New, and elsewhere an error of every request.
func APIKey(name, key string) Scheme {
	problem := cmp.Or(unusable(key, errNoKey), fieldNameProblem(name))
	return newField("APIKey", problem, http.CanonicalHeaderKey(name), key, name, key)
}

// fieldNameProblem is errFieldName unless name is a token (RFC 9110, section
// 5.6.2).
func fieldNameProblem(name string) error {
	if name == "" || strings.IndexFunc(name, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("!#$%&'*+-.^_`|~", r))
	}) >= 0 {
		return errFieldName
	}
	return nil
}
