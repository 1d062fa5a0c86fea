package outbound

import "net/http"

// Doer returns the client for generated clients and SDKs that take something with
// a Do method. A status that opts do not allow is an error, as through
// [Client.Do]; a generated client that decodes its own error bodies wants
// [Client.HTTP]. The options hold for every call, and those of [CallContext] come
// on top.
func (c *Client) Doer(opts ...CallOption) interface {
	Do(*http.Request) (*http.Response, error)
} {
	return doer{c, sharedOptions("Doer", opts)}
}

type doer struct {
	client  *Client
	options *callConfig
}

func (d doer) Do(req *http.Request) (*http.Response, error) {
	if req == nil || d.client == nil || d.client.core == nil {
		return d.client.Do(req)
	}
	return d.client.do(req, d.options.over(req.Context()))
}
