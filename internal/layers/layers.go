// Package layers has the layers of the chain that need the record of a call and are too
// small for a package of their own: the bound of a call, the bound of an attempt, and the
// layer around the base, which gives errors a kind and decodes content codings.
package layers

import (
	"errors"
	"net/http"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/codec"
	"example.com/outbound/middleware"
)

// Deadline bounds the whole call to d from its beginning, waits and the reading
// of the body included. It does nothing for a call that has a bound of its own. Zero
// means no bound, and the layer is nil.
//
// Stage: call. The bound spans attempts and redirects.
func Deadline(d time.Duration) middleware.Layer {
	if d <= 0 {
		return nil
	}
	return middleware.Before(func(req *http.Request) (*http.Request, error) {
		if record := call.From(req.Context()); record != nil && !record.Options.HasTimeout {
			record.Limit(d)
		}
		return req, nil
	})
}

// AttemptTimeout bounds one attempt to d from its beginning. Waits for the policies per
// origin do not count. When the headers, and the part of the body that retry reads ahead,
// have arrived, the record lifts the bound (finishAttempt in package call): a body that
// the caller reads is never cut. Zero means no bound, and the layer is nil.
//
// Stage: attempt, outside of the user's layers, which are within the bound, and
// inside admission, whose waits are not.
func AttemptTimeout(d time.Duration) middleware.Layer {
	if d <= 0 {
		return nil
	}
	return middleware.Before(func(req *http.Request) (*http.Request, error) {
		if a := call.AttemptOf(req.Context()); a != nil {
			a.Limit(d)
		}
		return req, nil
	})
}

// Classify is the layer around the base. It asks for content codings and decodes the
// body ([ContentCodings]). An error of the base becomes one with a kind, and so do two
// responses that are not valid: a 101 that the request has not asked for, whose body is
// the raw connection (RFC 9110, section 15.2.2), and a status below 100.
//
// netHTTP says that the base is net/http's: then the connections of the attempt are
// counted, which tell whether anything can have been sent. texts says that its errors
// are net/http's: then those without a type are classified by their texts.
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

// ContentCodings asks for the content codings of the client, as net/http does for
// gzip, and decodes the body of the response: package gzip, which net/http uses, cannot
// tell bytes after the end from a body that was cut off. If the call reads the whole
// body, codings that were not asked for are decoded too. If the request has an
// Accept-Encoding of its own, the body is passed on as it is, unless the call wants it
// uncoded.
//
// It is part of [Classify], innermost, so that what is read ahead for retry is decoded
// and a wrong coding has a kind.
type ContentCodings struct {
	Known *codec.Codings // those of the client
	Limit int64          // of a body that is read whole
}

func (c *classifier) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := c.next.RoundTrip(call.Sending(c.codings.ask(req), c.netHTTP))
	return c.classified(req, resp, err)
}

// ask returns req, or a copy of it that asks for codings.
func (t *ContentCodings) ask(req *http.Request) *http.Request {
	if !t.asks(req) {
		return req
	}
	sent := req.WithContext(req.Context())
	sent.Header = make(http.Header, len(req.Header)+1)
	for name, values := range req.Header {
		sent.Header[name] = values
	}
	sent.Header[codec.FieldAcceptEncoding] = t.Known.Accept()
	return sent
}

// asks reports whether ask adds the field. It does so where net/http would: a range counts
// coded bytes, and the answer to HEAD has no body.
func (t *ContentCodings) asks(req *http.Request) bool {
	return t.Known.Accept() != nil && req.Method != http.MethodHead &&
		req.Header.Get("Range") == "" && req.Header.Get(codec.FieldAcceptEncoding) == ""
}

// classified returns what the layers see of the response or error of the base.
func (c *classifier) classified(req *http.Request, resp *http.Response, err error) (*http.Response, error) {
	if resp, err = call.ExactlyOne(resp, err); err != nil {
		if c.texts {
			call.TrustTexts(req)
		}
		if record := call.From(req.Context()); record != nil && record.Options.Native {
			record.SetNative(err)
		}
	} else {
		invalid := whyInvalid(req, resp)
		if invalid == nil {
			c.codings.decode(req, resp)
			call.HoldResponse(req, resp)
			return resp, nil
		}
		if resp.Body != nil {
			_ = resp.Body.Close()
		}
		err = &httperror.Error{Kind: httperror.Protocol, Err: invalid}
	}
	return nil, call.TypedFor(req, err)
}

// whyInvalid returns why resp is not a valid response to req, nil if it is valid.
func whyInvalid(req *http.Request, resp *http.Response) error {
	switch code := resp.StatusCode; {
	case code < 100:
		return errInvalidStatus
	case code == http.StatusSwitchingProtocols && req.Header.Get("Upgrade") == "":
		return errUnaskedUpgrade
	}
	return nil
}

var (
	errUnaskedUpgrade = errors.New("101 Switching Protocols without being asked")
	errInvalidStatus  = errors.New("invalid status code")
)

// decode decodes the body of resp, the response to req. req is the request before ask.
func (t *ContentCodings) decode(req *http.Request, resp *http.Response) {
	asked := t.asks(req)
	if asked {
		resp.Request = req
	}
	record := call.From(req.Context())
	uncoded := record != nil && record.Options.Uncoded
	if req.Header.Get(codec.FieldAcceptEncoding) != "" && !uncoded {
		return
	}
	names := codec.CodingsOf(resp.Header)
	if len(names) == 0 || !codec.IsCoded(req.Method, resp) {
		return
	}
	whole := record != nil && record.ReadsWhole() && !record.Options.Stream
	switch known := t.Known.Unknown(names) == ""; {
	case whole && known:
		t.Known.Decode(resp, names, t.Limit)
	case whole:
	case uncoded && known, asked && t.Known.Asked(names):
		t.Known.Decode(resp, names, 0)
	}
}
