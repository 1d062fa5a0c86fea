package auth

import (
	"errors"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"

	"example.com/outbound/internal/bodysum"
)

var errQuery = errors.New("HMAC cannot sign a query that is no list of pairs")

// canonical is the text that [HMAC] signs.
func canonical(req *http.Request, names []string) (string, error) {
	query, err := url.ParseQuery(req.URL.RawQuery)
	if err != nil {
		return "", errQuery // err quotes the query
	}
	sum, err := bodysum.SHA256(req)
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
