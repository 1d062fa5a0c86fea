package logging_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/internal/callinfo"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

// answer is what an attempt meets.
type answer func(*http.Request) (*http.Response, error)

// script answers attempts one after the other; the last answer repeats.
func script(answers ...answer) http.RoundTripper {
	var mu sync.Mutex
	return middleware.Func(func(req *http.Request) (*http.Response, error) {
		if req.Body != nil {
			_, _ = io.Copy(io.Discard, req.Body)
			_ = req.Body.Close()
		}
		mu.Lock()
		next := answers[0]
		if len(answers) > 1 {
			answers = answers[1:]
		}
		mu.Unlock()
		return next(req)
	})
}

// status answers with a body of JSON and the headers, name after name.
func status(code int, body string, headers ...string) answer {
	return func(req *http.Request) (*http.Response, error) {
		h := http.Header{"Content-Type": {"application/json"}}
		for i := 0; i < len(headers); i += 2 {
			h.Set(headers[i], headers[i+1])
		}
		return &http.Response{
			StatusCode: code, Status: fmt.Sprintf("%d %s", code, http.StatusText(code)), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: h,
			Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: req,
		}, nil
	}
}

// after is a after d, or the end of the request's context.
func after(d time.Duration, a answer) answer {
	return func(req *http.Request) (*http.Response, error) {
		select {
		case <-time.After(d):
			return a(req)
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
}

func refused(*http.Request) (*http.Response, error) {
	return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 443},
		Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
}

// cutOff is a 200 whose body ends before its time.
func cutOff(req *http.Request) (*http.Response, error) {
	resp, err := status(http.StatusOK, "")(req)
	resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"id":`), broken{}))
	resp.ContentLength = 100
	return resp, err
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// client makes a client on base that logs to log, with deterministic waits.
func client(t testing.TB, base http.RoundTripper, log zerolog.Logger, opts []logging.Option, more ...outbound.Option) *outbound.Client {
	t.Helper()
	c, err := outbound.New(
		outbound.Preset("billing"),
		outbound.WithBaseURL("https://api.example.com/v1"),
		outbound.WithTransport(base),
		outbound.WithRetry(retry.Policy{Jitter: retry.NoJitter}),
		outbound.WithRequestID("X-Request-Id"),
		outbound.WithLogger(log, opts...),
		outbound.Options(more...),
	)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// ctx is a context whose calls have a known request ID.
func ctx() context.Context {
	return middleware.ContextWithRequestID(context.Background(), "01J9")
}

// lines are the records in log.
func lines(t testing.TB, log []byte) (all []map[string]any) {
	t.Helper()
	for d := json.NewDecoder(bytes.NewReader(log)); ; {
		var m map[string]any
		if err := d.Decode(&m); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatalf("%v in %s", err, log)
		}
		all = append(all, m)
	}
}

// buffer is a writer for more than one goroutine.
type buffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

// send passes req through the layer of the attempts, as it is.
func send(t *testing.T, l *logging.Logger, req *http.Request) {
	t.Helper()
	call := callinfo.New(req.Context())
	resp, err := l.Attempts()(script(status(http.StatusOK, ""))).RoundTrip(req.WithContext(call))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
}
