package callconfig

import (
	"net/http"

	"example.com/outbound/internal/codec"
)

// AskUncoded returns a request and options that ask for a response without a content
// coding: req and o themselves if the caller asks for a coding, else copies. Other
// calls may use o at the same time.
func (o *Config) AskUncoded(req *http.Request) (*http.Request, *Config) {
	if req.Header.Get(codec.FieldAcceptEncoding) != "" || o.has(codec.FieldAcceptEncoding) {
		return req, o
	}
	opts := *o
	opts.Uncoded, opts.Caller = true, &opts
	req = req.Clone(req.Context())
	if req.Header == nil { // as http.Client.Do allows
		req.Header = http.Header{}
	}
	req.Header.Set(codec.FieldAcceptEncoding, "identity")
	return req, &opts
}

// IsCoded reports whether resp has a content coding that was not asked for and was not
// decoded: it is not known, or the body is a part of the coded one.
func (o *Config) IsCoded(resp *http.Response) bool {
	return o.Resume && o.Uncoded && len(codec.CodingsOf(resp.Header)) > 0 && !codec.Bodiless(resp)
}
