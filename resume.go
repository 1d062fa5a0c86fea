package outbound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/pause"
)

// Resume continues the body of a GET through [Client.Do], and of a download of
// package stream, where it breaks off: the rest is asked for with Range, if the
// server names a strong validator (ETag, or Last-Modified that is a second older
// than Date; RFC 9110, section 8.8). The answer is compared with what was asked for: a
// resource that has changed in between is an error of kind body, never a splice, and a
// part that ends too early is continued. Each continuation is a call of its own, up to
// four in a row that bring no byte, with growing waits.
//
// After a redirect the last address is asked for the rest; where that answers with a
// status of kind client_status, as a signed URL does that has expired, the first one
// is. The answer is asked for without a content coding; one that has a coding all the
// same is decoded, and not continued.
//
// Elsewhere it is an error of kind request.
func Resume() CallOption { return func(c *callConfig) { c.resume = true } }

var (
	errResumeOption = errors.New("Resume is an option of Do and of package stream, for a GET")
	errChanged      = errors.New("the resource has changed: it cannot be continued")
	errCutShort     = errors.New("the server has ended its answer before the last byte of the resource")
	errCoded        = errors.New("the answer has a content coding that cannot be decoded, and was asked for without one")
)

// The waits between continuations that bring no byte, and how many there are.
const (
	maxResumes = 4
	resumeWait = time.Second
)

// resuming is a body that continues where it breaks off.
type resuming struct {
	core      *core
	ctx       context.Context
	from      source
	before    *source        // that has redirected to from, nil without a redirect
	resp      *http.Response // of the present part
	validator string
	coding    string // Content-Encoding
	last      string // the last byte that the caller has asked for, "" = that of the resource
	at        int64  // the next byte, of the whole resource
	end       int64  // where the body ends, -1 if that is not known
	total     int64  // of the whole resource, -1 if that is not known
	fails     int
	err       error
}

// source is a request for the resource.
type source struct {
	req  *http.Request
	opts *callConfig
}

// Read reads on in the next part where one breaks off.
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

// resume asks for the rest after a body that has broken off with err. It returns
// err where that cannot be.
func (r *resuming) resume(err error) error {
	_ = r.resp.Body.Close()
	for ; r.validator != "" && breaks(err) && r.fails < maxResumes; r.fails++ {
		if r.fails > 0 && pause.For(r.ctx, time.Duration(rand.Float64()*float64(resumeWait<<r.fails))) != nil {
			return err
		}
		done, again := r.ask()
		if r.before != nil && errors.Is(again, httperror.ClientStatus) {
			r.from, r.before = *r.before, nil
			done, again = r.ask()
		}
		switch {
		case done:
			return io.EOF
		case again == nil:
			r.fails++
			return nil
		case !breaks(again) || errors.Is(again, errChanged):
			return again
		}
		err = again
	}
	return err
}

// breaks reports whether err says that a body, or the way to it, has broken off.
func breaks(err error) bool {
	e, ok := errors.AsType[*HTTPError](err)
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

// failed is the error of a part that is not what was asked for.
func (r *resuming) failed(err error) error {
	e := describe(nil, r.resp, httperror.Body, nil)
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
