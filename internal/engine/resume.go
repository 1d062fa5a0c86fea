package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/byterange"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/pause"
)

var (
	errChanged  = errors.New("the resource has changed: it cannot be continued")
	errCutShort = errors.New("the server has ended its answer before the last byte of the resource")
)

const (
	maxResumes = 4           // continuations in a row that bring no byte
	resumeWait = time.Second // the wait after n of them is random, below resumeWait·2ⁿ; none before the first
)

// resuming is a body that continues where it breaks off. Each continuation is a call of
// its own.
type resuming struct {
	core      *Core
	ctx       context.Context
	from      source         // is asked for the rest
	before    *source        // has redirected to from, nil without a redirect
	resp      *http.Response // has the present part
	validator string         // of the resource; "" = the body cannot be continued
	coding    string         // Content-Encoding
	last      string         // position of the last byte that the caller has asked for, "" = to the end of the resource
	at        int64          // position of the next byte in the resource
	end       int64          // position after the last byte of the body, -1 if it is not known
	total     int64          // length of the resource, -1 if it is not known
	fails     int            // continuations in a row that have brought no byte
	err       error          // of all further reads
}

// source is a request that can be sent for the rest of a resource.
type source struct {
	req  *http.Request
	opts *callconfig.Config
}

// Read reads the present part, and continues with the next part where it breaks off.
func (r *resuming) Read(p []byte) (int, error) {
	for r.err == nil {
		n, err := r.resp.Body.Read(p)
		if r.at += int64(n); r.end >= 0 && r.at > r.end {
			n, r.at = n-int(r.at-r.end), r.end
			r.err = r.failed(errChanged)
			return n, nil
		}
		if n > 0 {
			r.fails = 0
		}
		switch {
		case err == nil, err == io.EOF && r.at >= r.end:
			return n, err
		case err == io.EOF:
			err = r.failed(errCutShort)
		}
		if r.err = r.resume(err); n > 0 {
			return n, nil
		}
	}
	return 0, r.err
}

// resume asks for the rest after the body has broken off with err. It returns nil if
// r.resp is the next part, io.EOF if there is no rest, and err or a later error if the
// body cannot be continued.
func (r *resuming) resume(err error) error {
	_ = r.resp.Body.Close()
	for ; r.validator != "" && breaks(err) && r.fails < maxResumes; r.fails++ {
		if r.fails > 0 && pause.For(r.ctx, time.Duration(rand.Float64()*float64(resumeWait<<r.fails))) != nil {
			return err
		}
		done, failure := r.ask()
		if r.before != nil && errors.Is(failure, httperror.ClientStatus) {
			r.from, r.before = *r.before, nil
			done, failure = r.ask()
		}
		switch {
		case done:
			return io.EOF
		case failure == nil:
			r.fails++
			return nil
		case !breaks(failure) || errors.Is(failure, errChanged):
			return failure
		}
		err = failure
	}
	return err
}

// breaks reports whether err says that a body, or the connection on the way to it, has
// broken off.
func breaks(err error) bool {
	e, ok := errors.AsType[*httperror.Error](err)
	if !ok || e.StatusCode >= http.StatusBadRequest {
		return false
	}
	switch e.Kind {
	case httperror.Reset, httperror.Timeout, httperror.Connect, httperror.DNS, httperror.Protocol:
		return true
	case httperror.Body:
		return httperror.CutOff(e.Err)
	}
	return false
}

// failed makes the error of a part that is not what was asked for.
func (r *resuming) failed(err error) error {
	e := ResponseError(nil, r.resp, httperror.Body, nil)
	e.Delivery, e.Attempts, e.Err = httperror.Answered, 1, fmt.Errorf("%w (%d bytes were read)", err, r.at)
	return e
}

// Close closes the present part.
func (r *resuming) Close() error {
	if r.err == nil {
		r.err = http.ErrBodyReadAfterClose
	}
	return r.resp.Body.Close()
}

// resumed makes the body of resp, the response to req, one that continues where it breaks
// off.
func (c *Core) resumed(record *call.Call, req *http.Request, resp *http.Response, opts *callconfig.Config) {
	next := *opts
	next.Meta, next.Progress = nil, nil
	r := &resuming{
		core: c, ctx: req.Context(), from: source{req, &next}, validator: byterange.Validator(resp.Header),
		coding: resp.Header.Get(codec.FieldContentEncoding),
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
		last.Query, last.Params, last.Foreign = nil, nil, record.Crossed() // the redirect's address has query and parameters
		r.before, r.from = &source{req, &next}, source{resp.Request, &last}
	}
	r.at, r.end, r.total = part.From, part.End, part.Total
	if r.validator != "" && !resp.Uncompressed && resp.StatusCode/100 == 2 {
		inner := *resp
		r.resp, resp.Body = &inner, r
	}
	if opts.Progress != nil {
		resp.Body = callconfig.Count(resp.Body, opts.Progress, part.From, part.Total)
	}
}

// ask makes the call for the rest. It reports done if there is no rest, else r.resp is
// the next part.
func (r *resuming) ask() (done bool, err error) {
	req := r.from.req.Clone(r.ctx)
	req.Response = nil
	opts := *r.from.opts
	opts.Resume = false
	opts.Header = append(opts.Header[:len(opts.Header):len(opts.Header)],
		callconfig.Field{Name: "Range", Value: "bytes=" + strconv.FormatInt(r.at, 10) + "-" + r.last}, callconfig.Field{Name: "If-Range", Value: r.validator})
	opts.Options.Allow = append([]int{http.StatusRequestedRangeNotSatisfiable}, opts.Options.Allow...)
	opts.Options.Caller = &opts
	resp, err := r.core.Do(req, &opts)
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

// fits reports whether r.resp, with the range got, is the part that was asked for. It
// notes the length of the resource and where the body ends, if these were not known.
func (r *resuming) fits(got byterange.Range) bool {
	tag := byterange.Validator(r.resp.Header)
	switch {
	case got.From != r.at, r.end >= 0 && got.End > r.end:
		return false
	case r.total >= 0 && got.Total >= 0 && got.Total != r.total:
		return false
	case tag != "" && tag != r.validator, r.resp.Header.Get(codec.FieldContentEncoding) != r.coding:
		return false
	case r.total < 0:
		r.total = got.Total
	}
	if r.end < 0 {
		if r.end = r.total; r.end < 0 {
			r.end = math.MaxInt64 // a 416 will say where the resource ends
		}
	}
	return true
}
