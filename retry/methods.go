package retry

import (
	"net/http"
	"slices"
	"strings"
)

var idempotent = [...]string{
	http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, http.MethodPut, http.MethodDelete,
}

// IdempotentMethods returns the verbs that mean the same sent once or twice:
// GET, HEAD, OPTIONS, TRACE, PUT and DELETE (RFC 9110, section 9.2.2). The slice
// is the caller's to change.
func IdempotentMethods() []string { return slices.Clone(idempotent[:]) }

// AnyMethod stands for every verb in [Policy.Methods]. A server may then
// process a POST twice.
func AnyMethod() []string { return []string{"*"} }

// allows reports whether method may be sent twice. Like net/http it takes ""
// for GET.
func (p *Policy) allows(method string) bool {
	if method == "" {
		method = http.MethodGet
	}
	list := p.Methods
	if list == nil {
		list = idempotent[:]
	}
	for _, m := range list {
		if m == "*" || strings.EqualFold(m, method) {
			return true
		}
	}
	return false
}

// isToken reports whether s is a token (RFC 9110, section 5.6.2), as a method
// must be.
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		alnum := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !alnum && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return s != ""
}
