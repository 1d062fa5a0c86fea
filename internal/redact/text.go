package redact

import (
	"regexp"
	"strings"
)

var (
	// pem is a private key (RFC 7468), whole or cut off.
	pem = regexp.MustCompile(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)`)
	// params and scheme are the two forms of credentials (RFC 9110, section 11.4).
	params      = regexp.MustCompile(`(?i)\b(digest|oauth|hawk|aws4-hmac-sha256)\s+\w+=[^\r\n]*`)
	scheme      = regexp.MustCompile(`(?i)\b((?:(?:bearer|basic|negotiate|ntlm|dpop)\s+)*(?:bearer|basic|negotiate|ntlm|dpop)(?:\s+(?:token|auth|credentials))?)\s+([^\s"'<>]+)`)
	schemeNames = []string{"bearer", "basic", "negotiate", "ntlm", "dpop", "digest", "oauth", "hawk", "aws4-hmac"}
	// prose are words that follow the name of a scheme in a sentence.
	prose = set(`
		token auth authentication authorization credentials credential scheme schemes challenge realm
		a an and are as at be but by can cannot failed failure for from has have in is it may must needs no not of on
		or rejected required requires should that the this to was were with without`)
	// jwt is a JSON web token in compact form (RFC 7519, section 3).
	jwt = regexp.MustCompile(`\beyJ[\w-]+\.[\w-]+\.[\w-]*`)
	// userInfo is that of a URL.
	userInfo = regexp.MustCompile(`://[^/?#\s"'<>]*@`)
)

// Text returns s with what looks like a secret in it hidden: the value in
// "name=value", "name: value", `"name":"value"` and "<name>value</name>" where
// the name is sensitive, credentials after the name of their scheme, and user
// info in a URL. The result is valid UTF-8.
func (m Masker) Text(s string) string { return valid(m.text(s)) }

// text leaves bytes that are not UTF-8 as they are. Without something to hide it
// returns s and makes nothing on the heap.
func (m Masker) text(s string) string {
	if strings.Contains(s, "-----BEGIN ") {
		s = pem.ReplaceAllLiteralString(s, m.cover("private key"))
	}
	s = m.textPairs(s)
	if namesScheme(s) {
		if params.MatchString(s) {
			s = params.ReplaceAllString(s, "${1} "+strings.ReplaceAll(m.cover("credentials"), "$", "$$"))
		}
		s = m.schemes(s)
	}
	if strings.Contains(s, "eyJ") {
		s = jwt.ReplaceAllLiteralString(s, m.cover("token"))
	}
	if strings.Contains(s, "://") && strings.Contains(s, "@") {
		s = m.checked(s, userInfo.ReplaceAllLiteralString(s, "://"))
	}
	return s
}

// namesScheme reports whether s may hold the name of a scheme, which params and
// scheme search for: most texts have none, and a search costs microseconds.
func namesScheme(s string) bool {
	for i := range len(s) {
		switch s[i] | 0x20 { // in lower case
		case 'a', 'b', 'd', 'h', 'n', 'o':
			for _, name := range schemeNames {
				if len(s)-i >= len(name) && strings.EqualFold(s[i:i+len(name)], name) {
					return true
				}
			}
		}
	}
	return false
}

// schemes hides the credentials behind the name of a scheme. A word that only a
// sentence has there is shown.
func (m Masker) schemes(s string) string {
	if !scheme.MatchString(s) {
		return s
	}
	var b strings.Builder
	done := 0
	for _, at := range scheme.FindAllStringSubmatchIndex(s, -1) {
		if prose[strings.ToLower(strings.TrimRight(s[at[4]:at[5]], ".,;:!?)"))] {
			continue
		}
		b.WriteString(s[done:at[3]] + " " + m.cover("credentials"))
		done = at[5]
	}
	return b.String() + s[done:]
}
