package request

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/net/http/httpguts"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/upload"
)

// transportFields are the fields that the transport writes by itself, and what to
// use instead. A caller's own request may carry them: see Client.Do.
var transportFields = map[string]string{
	"Connection":        "close a connection with Request.Close and Do, keep none with WithTransportConfig",
	"Proxy-Connection":  "use WithTransportConfig",
	"Keep-Alive":        "use WithTransportConfig",
	"Transfer-Encoding": "a reader of unknown length is sent in chunks",
	"Upgrade":           "use Do or HTTP() with a request of your own",
	"Te":                "use Do or HTTP() with a request of your own",
	"Trailer":           "use Request.Trailer with Do or HTTP()",
}

// RefusedField is why a field cannot be set by an option, nil if it can.
func RefusedField(name string) error {
	name = http.CanonicalHeaderKey(name)
	if instead, is := transportFields[name]; is {
		return fmt.Errorf("the field %s is the transport's: %s", name, instead)
	}
	return nil
}

// CheckField is why a field of a call cannot be sent, nil if it can.
func CheckField(name, value string) error {
	if !httpguts.ValidHeaderFieldName(name) || !httpguts.ValidHeaderFieldValue(value) {
		return errHeader
	}
	switch http.CanonicalHeaderKey(name) {
	case "Host":
		return CheckHost(value)
	case "Content-Length":
		_, err := parseLength(value)
		return err
	}
	return RefusedField(name)
}

// CheckFields is CheckField for a header.
func CheckFields(h http.Header) error {
	for name, values := range h {
		for _, v := range values {
			if err := CheckField(name, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// CheckHost refuses what net/http would cut off or send as another request (RFC
// 9110, section 7.2).
func CheckHost(host string) error {
	ascii, err := httpguts.PunycodeHostPort(host)
	if err != nil || ascii == "" || !httpguts.ValidHostHeader(ascii) || strings.ContainsAny(ascii, "/?#@ ") {
		return ErrHost
	}
	return nil
}

var errLength = errors.New("the Content-Length is no number of bytes")

// parseLength reads a Content-Length (RFC 9110, section 8.6).
func parseLength(value string) (int64, error) {
	n, err := strconv.ParseUint(value, 10, 63)
	if err != nil || strings.HasPrefix(value, "+") {
		return 0, errLength
	}
	return int64(n), nil
}

// HoldLength holds the caller to the lengths that it has given: a length that is
// known must be the same, and one that is not known becomes the length of req.
func HoldLength(req *http.Request, values []string) error {
	hasBody := req.Body != nil && req.Body != http.NoBody
	for _, v := range values {
		n, err := parseLength(v)
		switch known := req.ContentLength; {
		case err != nil:
			return err
		case !hasBody && n > 0:
			return fmt.Errorf("the Content-Length is %d, and there is no body", n)
		case !hasBody || n == known && n > 0:
		case known > 0:
			return fmt.Errorf("the Content-Length is %d, and the body has %d bytes", n, known)
		case n == 0:
			return errors.New("the Content-Length is 0, and there is a body")
		default:
			req.ContentLength = n
			exactBody(req)
		}
	}
	return nil
}

// exactBody makes a body that is longer or shorter than the length of req fail.
func exactBody(req *http.Request) {
	n, get := req.ContentLength, req.GetBody
	wrong := func(has int64) error {
		err := fmt.Errorf("the Content-Length is %d, and the body ended after %d bytes", n, has)
		if has > n {
			err = fmt.Errorf("the Content-Length is %d, and the body has more bytes", n)
		}
		return &httperror.Error{Kind: httperror.Request, Err: err}
	}
	req.Body = upload.Exactly(req.Body, n, wrong)
	if get == nil {
		return
	}
	req.GetBody = func() (io.ReadCloser, error) {
		body, err := get()
		if err != nil {
			return nil, err
		}
		return upload.Exactly(body, n, wrong), nil
	}
}

// TakeLength is HoldLength for the Content-Length in the header of req, which it
// takes out: net/http writes the field by itself.
func TakeLength(req *http.Request) error {
	values, has := req.Header["Content-Length"]
	if !has {
		return nil
	}
	delete(req.Header, "Content-Length")
	return HoldLength(req, values)
}
