package outbound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/pause"
)

// Resume continues the body of a GET through [Client.Do], and of a download of
// package stream, where it breaks off: the rest is asked for with Range, if the
// server names a strong validator (ETag, or Last-Modified that is a second older
// than Date; RFC 9110, section 8.8). What comes is checked against what was asked
// for: a resource that has changed in between is an error of kind body, never a
// splice. Each continuation is a call of its own, up to four in a row that bring no
// byte, with growing waits. The answer is asked for without a content coding.
// Elsewhere it is an error of kind request.
func Resume() CallOption { return func(c *callConfig) { c.resume = true } }

var (
	errResumeOption = errors.New("Resume is an option of Do and of package stream, for a GET")
	errChanged      = errors.New("the resource has changed: it cannot be continued")
)

// The waits between continuations that bring no byte, and how many there are.
const (
	maxResumes  = 4
	resumeWait  = time.Second
	noValidator = ""
)

// resuming is a body that continues where it breaks off.
type resuming struct {
	core      *core
	ctx       context.Context
	req       *http.Request
	opts      *callConfig
	body      io.ReadCloser
	validator string
	at        int64 // of the whole resource
	total     int64 // -1 if it is not known
	fails     int
	err       error
}

// resumed makes the body of resp one that continues.
func (c *core) resumed(record *call.Call, resp *http.Response, opts *callConfig) {
	from, total := int64(0), resp.ContentLength
	if resp.StatusCode == http.StatusPartialContent {
		var ok bool
		if from, total, ok = contentRange(resp.Header.Get("Content-Range")); !ok {
			return
		}
	} else if resp.StatusCode != http.StatusOK {
		return
	}
	next := *opts
	next.meta, next.progress, next.foreign = nil, nil, record.Crossed()
	resp.Body = &resuming{
		core: c, ctx: resp.Request.Context(), req: resp.Request, opts: &next, body: resp.Body,
		validator: validatorOf(resp.Header), at: from, total: total,
	}
	if opts.progress != nil {
		resp.Body = &counted{resp.Body, opts.progress, from, total}
	}
}

// validatorOf is the strong validator of an answer, "" without one.
func validatorOf(h http.Header) string {
	if tag := h.Get("ETag"); tag != "" {
		if strings.HasPrefix(tag, "W/") {
			return noValidator
		}
		return tag
	}
	modified, err := http.ParseTime(h.Get("Last-Modified"))
	date, dateErr := http.ParseTime(h.Get("Date"))
	if err != nil || dateErr != nil || date.Sub(modified) < time.Second {
		return noValidator
	}
	return h.Get("Last-Modified")
}

func (r *resuming) Read(p []byte) (int, error) {
	for r.err == nil {
		n, err := r.body.Read(p)
		r.at += int64(n)
		if n > 0 {
			r.fails = 0
		}
		if err == nil || err == io.EOF {
			return n, err
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
	_ = r.body.Close()
	for ; r.validator != noValidator && breaks(err) && r.fails < maxResumes; r.fails++ {
		if r.fails > 0 && pause.For(r.ctx, time.Duration(rand.Float64()*float64(resumeWait<<r.fails))) != nil {
			return err
		}
		done, again := r.ask()
		if again == nil {
			if done {
				return io.EOF
			}
			r.fails++
			return nil
		}
		if !breaks(again) || errors.Is(again, errChanged) {
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
	case httperror.Body, httperror.Reset, httperror.Timeout, httperror.Connect, httperror.DNS, httperror.Protocol:
		return true
	}
	return false
}

// ask makes the call for the rest. done says that there is none.
func (r *resuming) ask() (done bool, err error) {
	req := r.req.Clone(r.ctx)
	req.Response = nil
	req.Header.Set("Range", "bytes="+strconv.FormatInt(r.at, 10)+"-")
	req.Header.Set("If-Range", r.validator)
	opts := *r.opts
	opts.resume = false
	opts.query, opts.params = nil, nil // they are in the address
	opts.Options.Allow = append([]int{http.StatusRequestedRangeNotSatisfiable}, opts.Options.Allow...)
	opts.Options.Caller = &opts
	resp, err := r.core.do(req, &opts)
	if err != nil {
		return false, err
	}
	switch resp.StatusCode {
	case http.StatusPartialContent:
		from, total, ok := contentRange(resp.Header.Get("Content-Range"))
		tag := validatorOf(resp.Header)
		if ok && from == r.at && (r.total < 0 || total < 0 || total == r.total) && (tag == noValidator || tag == r.validator) {
			if r.total < 0 {
				r.total = total
			}
			r.body = resp.Body
			return false, nil
		}
	case http.StatusRequestedRangeNotSatisfiable:
		_, total, ok := contentRange(resp.Header.Get("Content-Range"))
		if ok && total == r.at {
			_ = resp.Body.Close()
			return true, nil
		}
	}
	_ = resp.Body.Close()
	return false, r.failed(resp, errChanged)
}

func (r *resuming) failed(resp *http.Response, err error) error {
	e := describe(nil, resp, httperror.Body, nil)
	e.Delivery, e.Attempts, e.Err = httperror.Answered, 1, fmt.Errorf("%w (%d bytes have come)", err, r.at)
	return e
}

// Close closes the present part.
func (r *resuming) Close() error {
	if r.err == nil {
		r.err = http.ErrBodyReadAfterClose
	}
	return r.body.Close()
}

// contentRange reads a Content-Range of bytes (RFC 9110, section 14.4). from is -1
// for "bytes */n", and total is -1 for an unknown length.
func contentRange(field string) (from, total int64, ok bool) {
	unit, rest, found := strings.Cut(field, " ")
	span, length, cut := strings.Cut(strings.TrimSpace(rest), "/")
	if !found || !cut || !strings.EqualFold(unit, "bytes") {
		return 0, 0, false
	}
	from, total = -1, -1
	if length != "*" {
		n, err := strconv.ParseInt(length, 10, 64)
		if err != nil || n < 0 {
			return 0, 0, false
		}
		total = n
	}
	if span == "*" {
		return from, total, true
	}
	first, last, cut := strings.Cut(span, "-")
	n, err := strconv.ParseInt(first, 10, 64)
	end, endErr := strconv.ParseInt(last, 10, 64)
	if !cut || err != nil || endErr != nil || n < 0 || end < n || total >= 0 && end >= total {
		return 0, 0, false
	}
	return n, total, true
}
