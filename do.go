package outbound

import (
	"errors"
	"net/http"

	"example.com/outbound/httperror"
)

// Do sends one raw request. The error is an [*HTTPError], bare, a status of 400
// to 599 included; the response streams a body of any size, which the caller
// closes. The call's timeout covers reading it, unless [Stream] says otherwise.
func (c *Client) Do(req *http.Request, opts ...CallOption) (*http.Response, error) {
	if c == nil || c.core == nil {
		return nil, errNoClient
	}
	if req == nil {
		return nil, &HTTPError{Kind: httperror.Request, Err: errors.New("there is no request")}
	}
	call := c.begin(req.Context(), callOptions(req.Context(), opts))
	call.Held = true
	resp, err := c.hc.Do(req.WithContext(call))
	if err != nil {
		e := c.bare(call, err)
		call.End(e)
		return nil, e
	}
	if call.KindOf(resp) != "" {
		e := c.statusError(call, resp)
		call.End(e)
		return nil, e
	}
	call.Hand(resp)
	return resp, nil
}
