// Package request refuses requests that cannot be sent, and those that would be two
// requests on a connection.
package request

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/http/httpguts"

	"example.com/outbound/internal/address"
)

var (
	errNoURL    = errors.New("the request has no URL")
	errNoHeader = errors.New("the request has no Header: make it with http.NewRequest")
	errNoHost   = errors.New("the URL has no host")
	errScheme   = errors.New("the URL's scheme is neither http nor https")
	ErrPort     = errors.New("the URL's port is no number from 0 to 65535")
	errHeader   = errors.New("a header has a control character or an invalid name")
	ErrMethod   = errors.New("the method is not a token")
	errRawText  = errors.New("the URL has a control character")
	ErrHost     = errors.New("the host has a character that no host has")
)

// Check is why req cannot be sent, nil if it can.
func Check(req *http.Request) error {
	if req.URL == nil {
		return errNoURL
	}
	if req.Header == nil {
		return errNoHeader
	}
	switch err := checkURL(req.URL); {
	case err != nil:
		return err
	case req.Method != http.MethodGet && req.Method != "" && !httpguts.ValidHeaderFieldName(req.Method):
		return ErrMethod
	case req.Host != req.URL.Host && (HasControl(req.Host) || strings.Contains(req.Host, " ")):
		return ErrHost
	}
	for _, host := range req.Header["Host"] {
		if err := CheckHost(host); err != nil {
			return err
		}
	}
	if err := CheckHeader(req.Header); err != nil {
		return err
	}
	return CheckHeader(req.Trailer)
}

func checkURL(u *url.URL) error {
	switch {
	case u.Scheme == "" || u.Scheme != "http" && u.Scheme != "https" && address.IsHostPort(u.Scheme+":"+u.Opaque):
		return address.NoScheme(u.String())
	case u.Scheme != "http" && u.Scheme != "https":
		return errScheme
	case u.Hostname() == "":
		return errNoHost
	case HasControl(u.RawQuery) || HasControl(u.Opaque) || HasControl(u.Host):
		return errRawText
	case strings.Contains(u.Host, " "):
		return ErrHost
	}
	return CheckPort(u)
}

// CheckPort refuses a port that is no number from 0 to 65535.
func CheckPort(u *url.URL) error {
	if port := u.Port(); port != "" {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return ErrPort
		}
	}
	return nil
}

// CheckHeader refuses fields that net/http cannot write.
func CheckHeader(h http.Header) error {
	for name, values := range h {
		if !httpguts.ValidHeaderFieldName(name) {
			return errHeader
		}
		for _, v := range values {
			if !httpguts.ValidHeaderFieldValue(v) {
				return errHeader
			}
		}
	}
	return nil
}

// HasControl reports whether s has a byte that no request line may carry.
func HasControl(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f {
			return true
		}
	}
	return false
}
