package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"time"
)

var (
	errNoKeyID   = errors.New("the key ID is empty")
	errNoSecret  = errors.New("the secret is empty")
	errSignField = errors.New("the field that carries the signature cannot be signed")
)

// HMAC signs the request with HMAC-SHA256, so that the secret itself is never
// sent, and a server that knows it can tell that nothing signed was changed and
// when the request was made. It sets
//
//	Date: Tue, 15 Nov 1994 08:12:31 GMT
//	Authorization: HMAC-SHA256 keyId="…", headers="host content-type", signature="…"
//
// unless the caller has. The signature is the base64 (RFC 4648, section 4) of
// HMAC-SHA256(secret, text), and the text is these lines, joined by a line feed,
// none after the last:
//
//  1. the method, in upper case
//  2. the path as it is sent, percent-encoded; "/" if it is empty
//  3. the query: its pairs sorted by name, pairs of one name in their order, as
//     name=value joined by "&"; both are percent-encoded but for A-Z a-z 0-9
//     and -_.~, with "+" for a space and hex digits in upper case
//  4. the value of the Date field
//  5. a line "name:value" for each signed field, in the order of headers="…":
//     host first, then the given ones, sorted; the name in lower case, the
//     values trimmed and joined by ","; nothing after the colon if the field is
//     absent
//  6. the SHA-256 of the body as it is sent, in lower-case hex; without a body
//     that of no bytes
//
// The body is read through GetBody, once more than without a signature. headers
// name the further fields that are signed: what changes the meaning of a request,
// such as Content-Type, belongs there. secret is copied. An empty key ID or secret
// is a problem of outbound.New, and elsewhere an error of every request.
func HMAC(keyID string, secret []byte, headers ...string) Scheme {
	secret = slices.Clone(secret)
	names, problem := signedNames(headers)
	switch {
	case strings.TrimSpace(keyID) == "":
		problem = errNoKeyID
	case len(secret) == 0:
		problem = errNoSecret
	case hasControl(keyID):
		problem = errControl
	}
	prefix := fmt.Sprintf("HMAC-SHA256 keyId=%s, headers=%q, signature=", quote(keyID), strings.Join(names, " "))
	return newCredentials("HMAC", problem, func(req *http.Request) error {
		if _, has := req.Header["Authorization"]; has {
			return nil
		}
		if req.Header.Get("Date") == "" {
			req.Header["Date"] = []string{time.Now().UTC().Format(http.TimeFormat)}
		}
		text, err := canonical(req, names)
		if err != nil {
			return err
		}
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte(text))
		req.Header["Authorization"] = []string{prefix + quote(base64.StdEncoding.EncodeToString(mac.Sum(nil)))}
		return nil
	}, keyID, string(secret))
}

// signedNames is host and then headers, in lower case, sorted, each once.
func signedNames(headers []string) ([]string, error) {
	names := make([]string, 0, 1+len(headers))
	for _, name := range headers {
		switch name = strings.ToLower(textproto.TrimString(name)); name {
		case "host", "date", "": // signed anyway
		case "authorization":
			return nil, errSignField
		default:
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return append([]string{"host"}, slices.Compact(names)...), nil
}

// quote makes a quoted-string (RFC 9110, section 5.6.4).
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
