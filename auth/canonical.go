package auth

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
)

var errQuery = errors.New("HMAC cannot sign a query that is no list of pairs")

// canonical is the text that [HMAC] signs.
func canonical(req *http.Request, names []string) (string, error) {
	query, err := url.ParseQuery(req.URL.RawQuery)
	if err != nil {
		return "", errQuery // err quotes the query
	}
	sum, err := bodySum(req)
	if err != nil {
		return "", err
	}
	path := req.URL.EscapedPath()
	if path == "" {
		path = "/"
	}
	lines := []string{strings.ToUpper(req.Method), path, query.Encode(), req.Header.Get("Date")}
	if req.Method == "" {
		lines[0] = http.MethodGet
	}
	for _, name := range names {
		lines = append(lines, name+":"+fieldValue(req, name))
	}
	return strings.Join(append(lines, sum), "\n"), nil
}

// fieldValue is the values of a field, trimmed and joined.
func fieldValue(req *http.Request, name string) string {
	if name == "host" {
		if req.Host != "" {
			return req.Host
		}
		return req.URL.Host
	}
	var trimmed []string
	for _, v := range req.Header.Values(name) {
		trimmed = append(trimmed, textproto.TrimString(v))
	}
	return strings.Join(trimmed, ",")
}

// bodySum is the SHA-256 of the body in hex.
func bodySum(req *http.Request) (string, error) {
	h := sha256.New()
	if req.Body != nil && req.Body != http.NoBody {
		if req.GetBody == nil {
			return "", errBodyOnce
		}
		body, err := req.GetBody()
		if err != nil {
			return "", err
		}
		defer func() { _ = body.Close() }()
		if _, err := io.Copy(h, body); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
