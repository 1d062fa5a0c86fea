package oauth

import (
	"encoding/base64"
	"net/url"
	"strings"

	"example.com/outbound/internal/redact"
)

// hiding replaces the secrets of a client in what an endpoint says: as they are,
// as a form has them, and in the base64 of an Authorization field (RFC 6749,
// section 2.3.1: ID and secret are encoded as in a form; some endpoints take them
// as they are).
func hiding(clientID, secret string, sent ...*string) *strings.Replacer {
	var pairs []string
	hide := func(s string) {
		if s != "" {
			pairs = append(pairs, s, redact.Mask)
		}
	}
	if secret != "" {
		for _, pair := range []string{clientID + ":" + secret, url.QueryEscape(clientID) + ":" + url.QueryEscape(secret)} {
			for _, e := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
				hide(e.EncodeToString([]byte(pair)))
			}
		}
	}
	for _, s := range append(sent, &secret) {
		hide(*s)
		hide(url.QueryEscape(*s))
		hide(base64.StdEncoding.EncodeToString([]byte(*s)))
	}
	return strings.NewReplacer(pairs...)
}
