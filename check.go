package outbound

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/http/httpguts"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
)

var (
	errNoURL    = errors.New("the request has no URL")
	errNoHeader = errors.New("the request has no Header: make it with http.NewRequest")
	errNoHost   = errors.New("the URL has no host")
	errScheme   = errors.New("the URL's scheme is neither http nor https")
	errPort     = errors.New("the URL's port is no number from 0 to 65535")
	errHeader   = errors.New("a header has a control character or an invalid name")
	errMethod   = errors.New("the method is not a token")
	errRawText  = errors.New("the URL has a control character")
	errHost     = errors.New("the host has a character that no host has")
)

// check refuses what cannot be sent, and what would be two requests on a
// connection: net/http finds some of it only once it has dialled.
func (e *edge) check(record *call.Call, req *http.Request) error {
	if e.isClosed() {
		return &httperror.Error{Kind: httperror.Closed, Err: call.ErrClosed}
	}
	if opts := optionsOf(record); opts != nil {
		if err := opts.checkFor(record, req); err != nil {
			return &httperror.Error{Kind: httperror.Request, Err: err}
		}
	}
	if err := checkRequest(req); err != nil {
		return &httperror.Error{Kind: httperror.Request, Err: err}
	}
	if err := record.Ended(); err != nil {
		return err
	}
	return nil
}

// checkFor refuses options that do not fit the entry point or the request.
func (o *callConfig) checkFor(record *call.Call, req *http.Request) error {
	byDo := record.IsEndedAtEdge() && !record.ReadsWhole() && record.Fence == nil
	switch isGet := req.Method == http.MethodGet || req.Method == ""; {
	case o.method != "" && !byDo:
		return errMethodOption
	case o.resume && !(byDo && isGet):
		return errResumeOption
	}
	return o.check()
}

func checkRequest(req *http.Request) error {
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
		return errMethod
	case req.Host != req.URL.Host && (hasControl(req.Host) || strings.Contains(req.Host, " ")):
		return errHost
	}
	for _, host := range req.Header["Host"] {
		if err := checkHost(host); err != nil {
			return err
		}
	}
	if err := checkHeader(req.Header); err != nil {
		return err
	}
	return checkHeader(req.Trailer)
}

func checkURL(u *url.URL) error {
	switch {
	case u.Scheme == "" || u.Scheme != "http" && u.Scheme != "https" && isHostPort(u.Scheme+":"+u.Opaque):
		return noScheme(u.String())
	case u.Scheme != "http" && u.Scheme != "https":
		return errScheme
	case u.Hostname() == "":
		return errNoHost
	case hasControl(u.RawQuery) || hasControl(u.Opaque) || hasControl(u.Host):
		return errRawText
	case strings.Contains(u.Host, " "):
		return errHost
	}
	return checkPort(u)
}

func checkPort(u *url.URL) error {
	if port := u.Port(); port != "" {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return errPort
		}
	}
	return nil
}

func checkHeader(h http.Header) error {
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

// hasControl reports whether s has a byte that no request line may carry.
func hasControl(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f {
			return true
		}
	}
	return false
}
