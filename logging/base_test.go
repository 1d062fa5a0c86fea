package logging_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

// answer is what an attempt gets.
type answer = testkit.Reply

// script answers attempts one after the other; the last answer repeats.
func script(answers ...answer) *testkit.Base { return testkit.Script(answers...) }

// status answers with a body of JSON and the headers, name after name.
func status(code int, body string, headers ...string) answer {
	return func(*http.Request) (*http.Response, error) {
		resp := testkit.Response(code, body)
		resp.Header.Set("Content-Type", "application/json")
		for i := 0; i < len(headers); i += 2 {
			resp.Header.Set(headers[i], headers[i+1])
		}
		return resp, nil
	}
}

// after is a after d, or the end of the request's context.
func after(d time.Duration, a answer) answer { return a.After(d) }

func refused(req *http.Request) (*http.Response, error) { return testkit.Refused()(req) }

// cutOff is a 200 whose body ends before its announced length.
func cutOff(req *http.Request) (*http.Response, error) {
	return testkit.CutOff(http.StatusOK, "application/json", `{"id":`)(req)
}

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

// send passes req through the layer of the attempts to a base that takes every
// request, also those that net/http refuses.
func send(t *testing.T, l *logging.Logger, req *http.Request) {
	t.Helper()
	record := call.New(req.Context())
	resp, err := l.Attempts()(middleware.Func(status(http.StatusOK, ""))).RoundTrip(req.WithContext(record))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
}
