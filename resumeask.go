package outbound

import (
	"math"
	"net/http"
	"strconv"

	"example.com/outbound/internal/byterange"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/layers"
)

// askUncoded asks for req without a content coding, unless the caller asks for one.
func (o *callConfig) askUncoded(req *http.Request) *http.Request {
	if req.Header.Get(layers.FieldAcceptEncoding) != "" || o.has(layers.FieldAcceptEncoding) {
		return req
	}
	o.Uncoded = true
	req = req.Clone(req.Context())
	req.Header.Set(layers.FieldAcceptEncoding, "identity")
	return req
}

// isCoded reports whether resp has a content coding that was not asked for and was not
// decoded: it is not known, or the body is a part of the coded one.
func (o *callConfig) isCoded(resp *http.Response) bool {
	return o.resume && o.Uncoded && len(codec.CodingsOf(resp.Header)) > 0 && !codec.Bodiless(resp)
}

// resumed makes the body of resp, the answer to req, one that continues.
func (c *core) resumed(record *call.Call, req *http.Request, resp *http.Response, opts *callConfig) {
	next := *opts
	next.meta, next.progress = nil, nil
	r := &resuming{
		core: c, ctx: req.Context(), from: source{req, &next}, validator: byterange.Validator(resp.Header),
		coding: resp.Header.Get(layers.FieldContentEncoding),
	}
	part := byterange.Range{From: 0, End: resp.ContentLength, Total: resp.ContentLength}
	if resp.StatusCode == http.StatusPartialContent {
		got, ok := byterange.Of(resp.Header)
		switch {
		case !ok || got.End < 0:
			r.validator = ""
		case got.End != got.Total:
			r.last = strconv.FormatInt(got.End-1, 10)
			fallthrough
		default:
			part = got
		}
	}
	if record.Redirects() > 0 {
		last := next
		last.query, last.params, last.foreign = nil, nil, record.Crossed() // the address has them
		r.before, r.from = &source{req, &next}, source{resp.Request, &last}
	}
	r.at, r.end, r.total = part.From, part.End, part.Total
	if r.validator != "" && !resp.Uncompressed && resp.StatusCode/100 == 2 {
		inner := *resp
		r.resp, resp.Body = &inner, r
	}
	if opts.progress != nil {
		resp.Body = &counted{resp.Body, opts.progress, part.From, part.Total}
	}
}

// ask makes the call for the rest. done says that there is none.
func (r *resuming) ask() (done bool, err error) {
	req := r.from.req.Clone(r.ctx)
	req.Response = nil
	opts := *r.from.opts
	opts.resume = false
	opts.header = append(opts.header[:len(opts.header):len(opts.header)],
		field{name: "Range", value: "bytes=" + strconv.FormatInt(r.at, 10) + "-" + r.last}, field{name: "If-Range", value: r.validator})
	opts.Options.Allow = append([]int{http.StatusRequestedRangeNotSatisfiable}, opts.Options.Allow...)
	opts.Options.Caller = &opts
	resp, err := r.core.do(req, &opts)
	if err != nil {
		return false, err
	}
	r.resp = resp
	got, ok := byterange.Of(resp.Header)
	switch {
	case resp.StatusCode == http.StatusRequestedRangeNotSatisfiable && ok && got.Total == r.at:
		_ = resp.Body.Close()
		return true, nil
	case resp.StatusCode == http.StatusPartialContent && ok && r.fits(got):
		return false, nil
	}
	_ = resp.Body.Close()
	return false, r.failed(errChanged)
}

// fits reports whether r.resp is a part of what was asked for, and notes where that
// ends.
func (r *resuming) fits(got byterange.Range) bool {
	tag := byterange.Validator(r.resp.Header)
	switch {
	case got.From != r.at, r.end >= 0 && got.End > r.end:
		return false
	case r.total >= 0 && got.Total >= 0 && got.Total != r.total:
		return false
	case tag != "" && tag != r.validator, r.resp.Header.Get(layers.FieldContentEncoding) != r.coding:
		return false
	case r.total < 0:
		r.total = got.Total
	}
	if r.end < 0 {
		if r.end = r.total; r.end < 0 {
			r.end = math.MaxInt64 // until a 416 says where it is
		}
	}
	return true
}
