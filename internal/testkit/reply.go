package testkit

import (
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Reply answers one request. The methods return a changed copy.
type Reply func(*http.Request) (*http.Response, error)

// Status answers with an empty body.
func Status(code int) Reply { return Content(code, "", "") }

// Text answers with a text.
func Text(code int, body string) Reply { return Content(code, "text/plain", body) }

// JSON answers with a body that is JSON already.
func JSON(code int, body string) Reply { return Content(code, "application/json", body) }

// Content answers with a body of a media type; "" leaves Content-Type out.
func Content(code int, contentType, body string) Reply {
	return func(*http.Request) (*http.Response, error) {
		resp := Response(code, body)
		if contentType != "" {
			resp.Header.Set("Content-Type", contentType)
		}
		return resp, nil
	}
}

// Redirect answers with a Location.
func Redirect(code int, location string) Reply { return Status(code).With("Location", location) }

// CutOff answers with a body that ends in [io.ErrUnexpectedEOF] after text, one
// byte before its announced length.
func CutOff(code int, contentType, text string) Reply {
	return Content(code, contentType, text).changed(func(resp *http.Response) {
		resp.Body = io.NopCloser(io.MultiReader(resp.Body, failing{io.ErrUnexpectedEOF}))
		resp.ContentLength++
	})
}

// Fail answers with an error.
func Fail(err error) Reply {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// Refused fails as a dial to a port without a listener does.
func Refused() Reply { return Fail(opError("dial", "connect", syscall.ECONNREFUSED)) }

// Reset fails as a connection does that the server resets after the request.
func Reset() Reply { return Fail(opError("read", "read", syscall.ECONNRESET)) }

// Silence answers nothing until the context of the request has ended.
func Silence() Reply {
	return func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, req.Context().Err() // the base returns the cause
	}
}

// With adds a header field to the answer.
func (r Reply) With(name, value string) Reply {
	return r.changed(func(resp *http.Response) { resp.Header.Add(name, value) })
}

// Body replaces the body of the answer, whose length is then unknown.
func (r Reply) Body(body io.Reader) Reply {
	return r.changed(func(resp *http.Response) {
		resp.Body, resp.ContentLength = readCloser(body), -1
	})
}

// After delays the answer by d, or until the context of the request ends.
func (r Reply) After(d time.Duration) Reply {
	return func(req *http.Request) (*http.Response, error) {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			return r(req)
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
}

func (r Reply) changed(change func(*http.Response)) Reply {
	return func(req *http.Request) (*http.Response, error) {
		resp, err := r(req)
		if err == nil {
			change(resp)
		}
		return resp, err
	}
}

// Response is an HTTP/1.1 response with a body in memory, without a request.
func Response(code int, body string) *http.Response {
	return &http.Response{
		StatusCode: code, Status: strings.TrimSpace(strconv.Itoa(code) + " " + http.StatusText(code)),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, ContentLength: int64(len(body)), Body: inMemory{strings.NewReader(body)},
	}
}

func opError(op, call string, errno syscall.Errno) error {
	addr := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 443} // RFC 5737
	return &net.OpError{Op: op, Net: "tcp", Addr: addr, Err: os.NewSyscallError(call, errno)}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
