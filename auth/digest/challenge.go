package digest

import (
	"net/http"
	"strings"

	"github.com/icholy/digest"
)

// strength orders the algorithms of RFC 7616; 0 is not supported. SHA-512 is not
// in the RFC, but some servers have it.
var strength = map[string]int{"": 1, "MD5": 1, "SHA-256": 2, "SHA-512-256": 3, "SHA-512": 4}

// strongest is the challenge to answer, nil if none can be answered. Of two that
// are equally strong it is the first (RFC 7616, section 3.7).
func strongest(h http.Header) (best *digest.Challenge) {
	for _, field := range h.Values("WWW-Authenticate") {
		for _, part := range split(field) {
			c, err := digest.ParseChallenge(part)
			if err != nil {
				continue
			}
			for i, qop := range c.QOP {
				c.QOP[i] = strings.ToLower(strings.TrimSpace(qop))
			}
			if digest.CanDigest(c) && (best == nil || rank(c) > rank(best)) {
				best = c
			}
		}
	}
	return best
}

func rank(c *digest.Challenge) int { return strength[strings.ToUpper(c.Algorithm)] }

// isStrong reports whether an answer to c resists tables that the server has made
// before: the client adds a number of its own (qop), and the hash is not MD5.
func isStrong(c *digest.Challenge) bool { return rank(c) > strength["MD5"] && len(c.QOP) > 0 }

// nonceOf is the nonce that a request has answered, "" for none.
func nonceOf(req *http.Request) string {
	if c, err := digest.ParseCredentials(req.Header.Get("Authorization")); err == nil {
		return c.Nonce
	}
	return ""
}

// split divides a field into its challenges (RFC 9110, section 11.6.1), which
// have commas between and within them: a challenge begins where a word is
// followed by a space and no "=". The names of parameters, which have no case, are
// in lower case after that, without space around "=".
func split(field string) (challenges []string) {
	var items []string
	begin, quoted := 0, false
	for i := 0; i < len(field); i++ {
		switch c := field[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case c == ',' && !quoted:
			items = append(items, field[begin:i])
			begin = i + 1
		}
	}
	for _, item := range append(items, field[begin:]) {
		item = strings.Trim(item, " \t")
		switch {
		case item == "":
		case len(challenges) == 0 || opens(item):
			scheme, param, _ := strings.Cut(item, " ")
			challenges = append(challenges, strings.TrimSpace(scheme+" "+lowerName(param)))
		default:
			challenges[len(challenges)-1] += ", " + lowerName(item)
		}
	}
	return challenges
}

// opens reports whether an item begins with the name of a scheme.
func opens(item string) bool {
	name, rest, spaced := strings.Cut(item, " ")
	if strings.ContainsAny(name, `="`) {
		return false
	}
	return !spaced || !strings.HasPrefix(strings.TrimLeft(rest, " \t"), "=")
}

// lowerName is a parameter with its name in lower case.
func lowerName(param string) string {
	name, value, has := strings.Cut(param, "=")
	if !has {
		return param
	}
	return strings.ToLower(strings.Trim(name, " \t")) + "=" + strings.Trim(value, " \t")
}
