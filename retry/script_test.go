package retry_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/retry"
)

// step is what one attempt meets: a status, or an error.
type step struct {
	status int
	header []string // name, value, …
	body   io.Reader
	err    error
	takes  time.Duration
}

// script is a base that answers with its steps in turn; the last one repeats.
type script struct {
	steps []step
	mu    sync.Mutex
	sent  []sent
}

// sent is one request as the base saw it.
type sent struct {
	at     time.Time
	method string
	length int64
	body   string
	sum    [sha256.Size]byte
}

func play(steps ...step) *script { return &script{steps: steps} }

func status(codes ...int) (steps []step) {
	for _, c := range codes {
		steps = append(steps, step{status: c})
	}
	return steps
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	got := sent{at: time.Now(), method: req.Method, length: req.ContentLength}
	if req.Body != nil {
		data, err := io.ReadAll(req.Body)
		_ = req.Body.Close()
		if err != nil {
			return nil, err
		}
		got.body, got.sum = string(data), sha256.Sum256(data)
	}
	s.mu.Lock()
	st := s.steps[min(len(s.sent), len(s.steps)-1)]
	s.sent = append(s.sent, got)
	s.mu.Unlock()
	if st.takes > 0 {
		select {
		case <-time.After(st.takes):
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
	if st.err != nil {
		return nil, st.err
	}
	resp := &http.Response{
		StatusCode: st.status, Status: fmt.Sprint(st.status), Header: http.Header{}, Request: req,
		ContentLength: -1, Body: io.NopCloser(strings.NewReader("")),
	}
	for i := 0; i < len(st.header); i += 2 {
		resp.Header.Add(st.header[i], st.header[i+1])
	}
	if st.body != nil {
		resp.Body = io.NopCloser(st.body)
	}
	return resp, nil
}

// record returns p with an Observe that notes the events, and the notes.
func record(p retry.Policy) (retry.Policy, *[]string) {
	var notes []string
	p.Observe = func(e retry.Event) {
		note := fmt.Sprintf("%v%d", e.Type, e.Attempt)
		if e.Type == retry.Backoff {
			note += " " + e.Wait.String()
		}
		if e.Reason != "" {
			note += " " + string(e.Reason)
		}
		notes = append(notes, note)
	}
	return p, &notes
}

// client makes a client on base that retries by p.
func client(t *testing.T, base http.RoundTripper, p retry.Policy, opts ...outbound.Option) *outbound.Client {
	t.Helper()
	c, err := outbound.New(append([]outbound.Option{
		outbound.WithBaseURL("http://a.test"), outbound.WithTransport(base), outbound.WithRetry(p),
		outbound.WithTimeout(0), outbound.WithAttemptTimeout(0),
	}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// want fails t unless got is want.
func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func wantNotes(t *testing.T, got *[]string, want ...string) {
	t.Helper()
	if !slices.Equal(*got, want) {
		t.Errorf("events: got %q, want %q", *got, want)
	}
}

// failed returns the HTTPError in err.
func failed(t *testing.T, err error) *outbound.HTTPError {
	t.Helper()
	var e *outbound.HTTPError
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an HTTPError", err)
	}
	return e
}

// request makes a request to a.test.
func request(t *testing.T, method string, body io.Reader) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "http://a.test/", body)
	if err != nil {
		t.Fatal(err)
	}
	return req
}
