package layers

import (
	"errors"
	"net/http"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/middleware"
)

var (
	errUnaskedUpgrade = errors.New("101 Switching Protocols without being asked")
	errInvalidStatus  = errors.New("invalid status code")
)

// Classify types what the base returns: an error becomes one with a kind, and
// two answers that are none become errors: a 101 that nobody asked for, whose
// body is the raw connection (RFC 9110, section 15.2.2), and a status below 100.
// On a base that is net/http's it also counts the connections of the attempt,
// which tell whether anything can have been sent, and asks the texts of errors
// that have no type. It has the body without its content codings.
//
// Stage: attempt, innermost, so that every layer sees typed errors.
func Classify(netHTTP, texts bool, codings ContentCodings) middleware.Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return &classifier{next, netHTTP, texts, codings}
	}
}

type classifier struct {
	next    http.RoundTripper
	netHTTP bool
	texts   bool
	codings ContentCodings
}

func (c *classifier) RoundTrip(req *http.Request) (*http.Response, error) {
	call.Sending(req)
	if c.netHTTP {
		req = call.Watch(req)
	}
	resp, err := c.next.RoundTrip(c.codings.ask(req))
	return c.classified(req, resp, err)
}

// classified is what the base has returned for req, as the layers see it.
func (c *classifier) classified(req *http.Request, resp *http.Response, err error) (*http.Response, error) {
	if resp, err = call.ExactlyOne(resp, err); err != nil {
		if c.texts {
			call.TrustTexts(req)
		}
		if record := call.From(req.Context()); record != nil && record.Options.Native {
			record.SetNative(err)
		}
	} else {
		why := noAnswer(req, resp)
		if why == nil {
			c.codings.decode(req, resp)
			call.Received(req, resp)
			return resp, nil
		}
		if resp.Body != nil {
			_ = resp.Body.Close()
		}
		err = &httperror.Error{Kind: httperror.Protocol, Err: why}
	}
	return nil, call.TypedFor(req, err)
}

// noAnswer is why resp is none, nil if it is one.
func noAnswer(req *http.Request, resp *http.Response) error {
	switch code := resp.StatusCode; {
	case code < 100:
		return errInvalidStatus
	case code == http.StatusSwitchingProtocols && req.Header.Get("Upgrade") == "":
		return errUnaskedUpgrade
	}
	return nil
}
