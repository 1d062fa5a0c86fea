package retry_test

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
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
