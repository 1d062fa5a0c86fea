package auth

import (
	"io"
	"maps"
	"net/http"
	"reflect"

	"example.com/outbound/internal/callinfo"
)

// maxDrain is how much of a 401's body is read so that its connection serves the
// replay too.
const maxDrain = 16 << 10

// challenged sends req, lets the scheme answer a 401, and then sends it once
// more. The two sends are one attempt: this is not retry.
func (t *transport) challenged(s Scheme, c Challenger, req *http.Request) (*http.Response, error) {
	bare := *req // the layer may write the request in place, see Writable
	req = callinfo.Writable(req)
	if sameMap(bare.Header, req.Header) {
		bare.Header = maps.Clone(bare.Header)
	}
	if err := s.Authorize(req); err != nil {
		return refuse(req, err)
	}
	resp, err := t.next.RoundTrip(req)
	if err != nil || resp.StatusCode != http.StatusUnauthorized {
		return resp, err
	}

	resp.Request = req
	again, err := c.Challenge(resp)
	if err != nil {
		_ = resp.Body.Close()
		return nil, failure(req.Context(), err)
	}
	if !again {
		return resp, nil
	}
	second, ok := replay(bare)
	if !ok {
		return resp, nil
	}
	_, _ = io.CopyN(io.Discard, resp.Body, maxDrain)
	_ = resp.Body.Close()
	if err := s.Authorize(second); err != nil {
		return refuse(second, err)
	}
	resp, err = t.next.RoundTrip(second)
	if r, ok := s.(interface{ Refused(*http.Response) }); ok && err == nil && resp.StatusCode == http.StatusUnauthorized {
		resp.Request = second
		r.Refused(resp)
	}
	return resp, err
}

// replay is the request from before Authorize, its body from the start. ok is
// false if the body cannot be had again.
func replay(bare http.Request) (second *http.Request, ok bool) {
	second = &bare
	second.Header = bare.Header.Clone()
	if second.Header == nil {
		second.Header = http.Header{}
	}
	if bare.Body == nil || bare.Body == http.NoBody {
		return second, true
	}
	if bare.GetBody == nil {
		return nil, false
	}
	body, err := bare.GetBody()
	if err != nil {
		return nil, false
	}
	second.Body = body
	return second, true
}

func sameMap(a, b http.Header) bool {
	return reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer()
}
