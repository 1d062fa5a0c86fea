package auth

import (
	"io"
	"net/http"

	"example.com/outbound/internal/call"
)

// maxDrain is how much of a 401's body is read so that its connection serves the
// replay too.
const maxDrain = 16 << 10

// challenged sends req, lets the scheme answer a 401, and then sends it once
// more. The two sends are one attempt: this is not retry.
func (t *transport) challenged(s Scheme, c Challenger, req *http.Request) (*http.Response, error) {
	sent, err := authorize(s, req)
	if err != nil {
		return refuse(sent, notSent(failure(req.Context(), err)))
	}
	resp, err := t.next.RoundTrip(sent)
	if err != nil || resp.StatusCode != http.StatusUnauthorized {
		return resp, err
	}

	resp.Request = sent
	again, err := c.Challenge(resp)
	if err != nil {
		_ = resp.Body.Close()
		return nil, failure(req.Context(), err)
	}
	if !again {
		return resp, nil
	}
	second, ok := replay(req)
	if !ok {
		return resp, nil
	}
	_, _ = io.CopyN(io.Discard, resp.Body, maxDrain)
	_ = resp.Body.Close()
	if record := call.From(req.Context()); record != nil {
		record.KeepCookies(req, resp)
		second = record.WithCookies(second)
	}
	if err := s.Authorize(second); err != nil {
		return refuse(second, failure(req.Context(), err))
	}
	call.HideAdded(req, second)
	call.MarkReplayed(req)
	resp, err = t.next.RoundTrip(second)
	if r, ok := s.(interface{ Refused(*http.Response) }); ok && err == nil && resp.StatusCode == http.StatusUnauthorized {
		resp.Request = second
		r.Refused(resp)
	}
	return resp, err
}

// replay is req without the credentials that were refused, its body from the
// start. ok is false if the body cannot be had again.
func replay(req *http.Request) (second *http.Request, ok bool) {
	second = req.Clone(req.Context())
	second.Header.Del("Authorization") // the caller set none, see RoundTrip
	if req.Body == nil || req.Body == http.NoBody {
		return second, true
	}
	if req.GetBody == nil {
		return nil, false
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, false
	}
	second.Body = body
	return second, true
}
