package httperror_test

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"os"
	"reflect"
	"syscall"
	"testing"

	"example.com/outbound/httperror"
)

func op(name string, err error) error { return &net.OpError{Op: name, Net: "tcp", Err: err} }

// deadlineLike is what package net makes of a timeout: it says that it is the
// context's error and is not.
type deadlineLike struct{}

func (deadlineLike) Error() string        { return "i/o timeout" }
func (deadlineLike) Timeout() bool        { return true }
func (deadlineLike) Temporary() bool      { return true }
func (deadlineLike) Is(target error) bool { return target == context.DeadlineExceeded }

func TestClassify(t *testing.T) {
	for _, test := range []struct {
		name string
		err  error
		want httperror.Kind
		none bool // nothing was sent
	}{
		{"texts of other packages say nothing", errors.New("duplicate key value violates unique constraint"), httperror.Unknown, false},
		{"an HTTP/2 stream that was refused", streamError{StreamID: 3, Code: 7}, httperror.Reset, true},
		{"an HTTP/2 stream that was reset", streamError{StreamID: 3, Code: 2}, httperror.Reset, false},
		{"nil", nil, "", false},
		{"an Error inside keeps its kind", fmt.Errorf("x: %w", &httperror.Error{Kind: httperror.Auth}), httperror.Auth, false},
		{"a Kind is itself", fmt.Errorf("x: %w", httperror.Closed), httperror.Closed, false},
		{"cancelled", fmt.Errorf("x: %w", context.Canceled), httperror.Canceled, false},
		{"the context's deadline", fmt.Errorf("x: %w", context.DeadlineExceeded), httperror.Deadline, false},
		{"net/http's header timeout looks like a deadline and is none", deadlineLike{}, httperror.Timeout, false},
		{"no such host", op("dial", &net.DNSError{Err: "no such host", IsNotFound: true}), httperror.DNS, true},
		{"a name server that does not answer", op("dial", &net.DNSError{Err: "timeout", IsTimeout: true}), httperror.DNS, true},
		{"refused", op("dial", os.NewSyscallError("connect", syscall.ECONNREFUSED)), httperror.Connect, true},
		{"a dial that took too long", op("dial", deadlineLike{}), httperror.Connect, true},
		{"refused, without the operation", syscall.ECONNREFUSED, httperror.Connect, true},
		{"no route", op("dial", syscall.EHOSTUNREACH), httperror.Connect, true},
		{"the proxy is down", op("proxyconnect", op("dial", syscall.ECONNREFUSED)), httperror.Proxy, true},
		{"the SOCKS proxy is down", op("socks connect", op("dial", syscall.ECONNREFUSED)), httperror.Proxy, true},
		{"the proxy answers no", &httperror.Error{Kind: httperror.Proxy, Err: errors.New("407")}, httperror.Proxy, false},
		{"unknown authority", &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, httperror.TLS, true},
		{"wrong host", x509.HostnameError{Certificate: &x509.Certificate{}, Host: "h"}, httperror.TLS, true},
		{"plain HTTP on a TLS port", tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}, httperror.TLS, true},
		{"an alert of the server may follow the request", op("remote error", tls.AlertError(42)), httperror.TLS, false},
		{"a network that goes while the answer is read", op("read", syscall.EHOSTUNREACH), httperror.Reset, false},
		{"reset", op("read", os.NewSyscallError("read", syscall.ECONNRESET)), httperror.Reset, false},
		{"broken pipe", op("write", os.NewSyscallError("write", syscall.EPIPE)), httperror.Reset, false},
		{"closed without a byte", io.EOF, httperror.Reset, false},
		{"closed within the head", io.ErrUnexpectedEOF, httperror.Reset, false},
		{"a bad field", textproto.ProtocolError("malformed MIME header"), httperror.Protocol, false},
		{"a typed protocol error", http.ErrMissingBoundary, httperror.Protocol, false},
		{"broken gzip header", fmt.Errorf("x: %w", gzip.ErrHeader), httperror.Body, false},
		{"broken deflate", flate.CorruptInputError(3), httperror.Body, false},
		{"anything else", errors.New("odd"), httperror.Unknown, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := httperror.Classify(test.err); got != test.want {
				t.Errorf("Classify: got %q, want %q", got, test.want)
			}
			if got := httperror.NothingSent(test.err); got != test.none {
				t.Errorf("NothingSent: got %v, want %v", got, test.none)
			}
		})
	}
}

func TestProxyUnreached(t *testing.T) {
	if !httperror.ProxyUnreached(op("proxyconnect", syscall.ECONNREFUSED)) {
		t.Error("a proxy that refuses the connection was not reached")
	}
	if httperror.ProxyUnreached(&httperror.Error{Kind: httperror.Proxy, Err: errors.New("407")}) {
		t.Error("a proxy that answers was reached")
	}
}

func TestCutOff(t *testing.T) {
	for err, want := range map[error]bool{
		nil: false, io.ErrUnexpectedEOF: true, syscall.ECONNRESET: true, errors.New("invalid byte in chunk length"): true,
		gzip.ErrHeader: false, gzip.ErrChecksum: false, flate.CorruptInputError(1): false,
	} {
		if got := httperror.CutOff(err); got != want {
			t.Errorf("CutOff(%v): got %v, want %v", err, got, want)
		}
	}
}

func TestKindOfStatus(t *testing.T) {
	for code, want := range map[int]httperror.Kind{
		0: "", 200: "", 304: "", 399: "", 400: httperror.ClientStatus, 413: httperror.ClientStatus, 429: httperror.RateLimited,
		499: httperror.ClientStatus, 500: httperror.ServerStatus, 599: httperror.ServerStatus, 600: "", 999: "",
	} {
		if got := httperror.KindOfStatus(code); got != want {
			t.Errorf("KindOfStatus(%d): got %q, want %q", code, got, want)
		}
	}
}

// streamError has the shape of net/http's, which is of a type without a name.
type streamError struct {
	StreamID uint32
	Code     uint32
}

func (e streamError) Error() string { return "stream error" }

func (e streamError) As(target any) bool {
	v := reflect.ValueOf(target).Elem()
	if v.Kind() != reflect.Struct || v.NumField() != 3 || v.Type().Field(1).Name != "Code" {
		return false
	}
	v.Field(1).SetUint(uint64(e.Code))
	return true
}

func TestTextsAreAskedWhereNetHTTPHasWrittenThem(t *testing.T) {
	for _, test := range []struct {
		name string
		err  error
		want httperror.Kind
	}{
		{"the handshake stalls", errors.New("net/http: TLS handshake timeout"), httperror.TLS},
		{"GOAWAY", errors.New("http2: server sent GOAWAY and closed the connection; LastStreamID=1"), httperror.Reset},
		{"refused stream", errors.New("stream error: stream ID 3; REFUSED_STREAM"), httperror.Reset},
		{"HTTP/2 protocol error", errors.New("stream error: stream ID 3; PROTOCOL_ERROR"), httperror.Protocol},
		{"HTTP/2 window beyond its limit", errors.New("connection error: FLOW_CONTROL_ERROR"), httperror.Protocol},
		{"garbage in the status line", errors.New(`net/http: HTTP/1.x transport connection broken: malformed HTTP status code "what"`), httperror.Protocol},
		{"oversize headers", errors.New("net/http: HTTP/1.x transport connection broken: net/http: server response headers exceeded 10 bytes; aborted"), httperror.Protocol},
		{"a scheme that nobody speaks", errors.New(`unsupported protocol scheme "ftp"`), httperror.Request},
		{"a text of another package", errors.New("duplicate key value violates unique constraint"), httperror.Unknown},
		{"a typed error keeps its kind", op("dial", syscall.ECONNREFUSED), httperror.Connect},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := httperror.ClassifyNetHTTP(test.err); got != test.want {
				t.Errorf("ClassifyNetHTTP: got %q, want %q", got, test.want)
			}
			if got := httperror.Classify(test.err); test.want != httperror.Connect && got != httperror.Unknown {
				t.Errorf("Classify: got %q of a text", got)
			}
		})
	}
}
