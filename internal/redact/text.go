package redact

import (
	"regexp"
	"strings"
)

var (
	// pem is a private key (RFC 7468), whole or cut off.
	pem = regexp.MustCompile(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)`)
	// params and scheme are the two forms of credentials (RFC 9110, section 11.4).
	params = regexp.MustCompile(`(?i)\b(digest|oauth|hawk|aws4-hmac-sha256)\s+\w+=[^\r\n]*`)
	scheme = regexp.MustCompile(`(?i)\b((?:(?:bearer|basic|negotiate)\s+)*(?:bearer|basic|negotiate))\s+[^\s"'<>]+`)
	// jwt is a JSON web token in compact form (RFC 7519, section 3).
	jwt = regexp.MustCompile(`\beyJ[\w-]+\.[\w-]+\.[\w-]*`)
	// userInfo is that of a URL.
	userInfo = regexp.MustCompile(`://[^/?#\s"'<>]*@`)
	// named is a name and what separates it from its value.
	named = regexp.MustCompile(`([\pL\pN_.\[\]%+-]+)\\?["']?\s*(?:=>|[=:])\s*`)
)

// Text is the function Text with the values of c.
func (c Cover) Text(s string) string {
	s = c.pairs(pem.ReplaceAllLiteralString(s, c.hide("private key")))
	credentials := "${1} " + strings.ReplaceAll(c.hide("credentials"), "$", "$$")
	s = params.ReplaceAllString(s, credentials)
	s = scheme.ReplaceAllString(s, credentials)
	s = jwt.ReplaceAllLiteralString(s, c.hide("token"))
	return userInfo.ReplaceAllLiteralString(s, "://")
}

// pairs hides the values of sensitive names. The value of another name may
// itself hold pairs, so the search goes on behind the separator.
func (c Cover) pairs(s string) string {
	var b strings.Builder
	for {
		m := named.FindStringSubmatchIndex(s)
		if m == nil {
			return b.String() + s
		}
		name := s[m[2]:m[3]]
		b.WriteString(s[:m[1]])
		s = s[m[1]:]
		if Sensitive(unescaped(name)) {
			size, quote := valueOf(s)
			b.WriteString(quote + c.hide(name) + quote)
			s = s[size:]
		}
	}
}

// valueOf returns the length of the value at the beginning of s, and its quote:
// up to the closing one, or the rest of the line up to the next pair of a query.
func valueOf(s string) (size int, quote string) {
	if s == "" || s[0] != '"' && s[0] != '\'' {
		if i := strings.IndexAny(s, "\r\n&"); i >= 0 {
			return i, ""
		}
		return len(s), ""
	}
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i + 1, s[:1]
		}
	}
	return len(s), s[:1]
}
