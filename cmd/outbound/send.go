package main

import (
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
func newRequest(ctx context.Context, verb, base, target string, body io.Reader) (*http.Request, error) {
	address, err := addressOf(base, target)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, verb, address, body)
	if err != nil {
		return nil, malformed(err)
	}
	return req, nil
}

// addressOf is the URL, or the path below the base URL, as a whole URL.
func addressOf(base, target string) (string, error) {
	if !hasScheme.MatchString(target) {
		if base == "" {
			return "", malformed(noScheme(target))
		}
		target = strings.TrimRight(base, "/") + "/" + strings.TrimLeft(target, "/")
	}
	target = strings.ReplaceAll(target, " ", "%20") // net/http would send a blank in the query
	if _, err := url.Parse(target); err != nil {
		return "", malformed(err)
	}
	return target, nil
}

func malformed(err error) error {
	if wrong := (*url.Error)(nil); errors.As(err, &wrong) {
		err = wrong.Err // without the URL, which may have a password
	}
	return &outbound.HTTPError{Kind: httperror.Request, Delivery: httperror.NotSent, Err: err}
}

// noScheme explains why target is not a URL, without the parts that may be secret.
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

// plainURL is a URL without user info, query and fragment.
func plainURL(u *url.URL) string { return u.Scheme + "://" + u.Host + u.EscapedPath() }
