package retry_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/net/http2"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/retry"
)

// refuses is an HTTP/2 server that ends every stream with code.
func refuses(t *testing.T, code http2.ErrCode) peer {
	t.Helper()
	borrowed := httptest.NewUnstartedServer(nil)
	borrowed.StartTLS()
	config := &tls.Config{Certificates: borrowed.TLS.Certificates, NextProtos: []string{"h2"}}
	borrowed.Close()
	return func(c *net.TCPConn) {
		conn := tls.Server(c, config)
		if _, err := io.CopyN(io.Discard, conn, int64(len(http2.ClientPreface))); err != nil {
			return
		}
		framer := http2.NewFramer(conn, conn)
		_ = framer.WriteSettings()
		for {
			frame, err := framer.ReadFrame()
			if err != nil {
				return
			}
			if f, ok := frame.(*http2.HeadersFrame); ok {
				_ = framer.WriteRSTStream(f.StreamID, code)
			}
		}
	}
}

// net/http itself sends a refused stream again if it can read the body again;
// from one that it cannot, the reason tells that the gate was passed.
func TestARefusedStreamPassesTheGate(t *testing.T) {
	for code, end := range map[http2.ErrCode]retry.Reason{
		http2.ErrCodeRefusedStream: retry.BodyNotReplayable,
		http2.ErrCodeInternal:      retry.MethodNotRetryable,
		http2.ErrCodeCancel:        retry.MethodNotRetryable,
	} {
		t.Run(code.String(), func(t *testing.T) {
			s := listen(t, refuses(t, code))
			c := builtIn(t, retry.Policy{}, outbound.WithInsecureSkipVerify())
			attempts, got := send(t, c, "POST", "https://"+s.addr, io.MultiReader(strings.NewReader("once")))
			want(t, "attempts", attempts, 1)
			want(t, "end", got, string(end))
		})
	}
}

func TestOnAnotherBaseTheErrorDecides(t *testing.T) {
	for name, tt := range map[string]struct {
		err error
		end string
	}{
		"refused stream":       {http2.StreamError{StreamID: 1, Code: http2.ErrCodeRefusedStream}, "ok"},
		"another stream error": {http2.StreamError{StreamID: 1, Code: http2.ErrCodeInternal}, "method"},
		"refused connection":   {errRefused, "ok"},
		"unknown name":         {&net.DNSError{Err: "no such host", IsNotFound: true}, "ok"},
		"proxy not reached":    {errProxy, "ok"},
		"reset":                {&net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}, "method"},
		"EOF":                  {io.EOF, "method"},
		"unknown":              {errors.New("odd"), "not_retryable"},
	} {
		t.Run(name, func(t *testing.T) {
			base := play(step{err: tt.err}, step{status: 200})
			_, end := send(t, client(t, base, retry.Policy{Wait: retry.Constant(0)}), "POST", "http://a.test", strings.NewReader("x"))
			want(t, "end", end, tt.end)
		})
	}
}

// A host may become unreachable in the middle of an answer, which looks like a
// connection that never came about.
func TestTheConnectionTellsMoreThanTheError(t *testing.T) {
	unreachable := &net.OpError{Op: "read", Net: "tcp", Err: syscall.EHOSTUNREACH}
	layer, err := retry.New(retry.Policy{Wait: retry.Constant(0), When: func(retry.Attempt) bool { return true }})
	if err != nil {
		t.Fatal(err)
	}
	base := roundTrip(func(req *http.Request) (*http.Response, error) {
		req = call.Sending(req, true)
		httptrace.ContextClientTrace(req.Context()).GotConn(httptrace.GotConnInfo{})
		return nil, &httperror.Error{Kind: httperror.Connect, Err: unreachable}
	})
	_, err = layer(base).RoundTrip(request(t, "POST", nil))
	want(t, "reason", failed(t, err).Reason, string(retry.MethodNotRetryable))
}
