package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

var hasScheme = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*://`) // RFC 3986, section 3.1

// newRequest makes the request for a URL, or for a path below the base URL. A body
// of nil is none; every verb may have one.
func newRequest(ctx context.Context, verb, base, target string, body []byte) (*http.Request, error) {
	if !hasScheme.MatchString(target) {
		if base == "" {
			return nil, malformed(noScheme(target))
		}
		target = strings.TrimRight(base, "/") + "/" + strings.TrimLeft(target, "/")
	}
	target = strings.ReplaceAll(target, " ", "%20") // net/http would send a blank in the query
	var content io.Reader
	if body != nil {
		content = bytes.NewReader(body)
	}
	req, err := http.NewRequestWithContext(ctx, verb, target, content)
	if wrong := (*url.Error)(nil); errors.As(err, &wrong) {
		err = wrong.Err // without the URL, which may have a password
	}
	if err != nil {
		return nil, malformed(err)
	}
	return req, nil
}

func malformed(err error) error { return &outbound.HTTPError{Kind: httperror.Request, Err: err} }

// noScheme explains a URL that is none, without the parts that may be secret.
func noScheme(target string) error {
	if strings.HasPrefix(target, "/") || target == "" {
		return fmt.Errorf("%q is a path, and no preset with a base URL was named: use --preset NAME, or a whole URL", clean(target))
	}
	host := clean(target)
	return fmt.Errorf("%q has no scheme: write https://%s or http://%s", host, host, host)
}

func clean(target string) string {
	target, _, _ = strings.Cut(target, "?")
	target, _, _ = strings.Cut(target, "#")
	authority, path, has := strings.Cut(target, "/")
	authority = authority[strings.LastIndex(authority, "@")+1:]
	if has {
		return authority + "/" + path
	}
	return authority
}
