package retry_test

import (
	"crypto/sha256"
	"io"
	"sync"
	"time"

	"example.com/outbound/internal/testkit"
)

// step is what one attempt meets: a status, or an error.
type step struct {
	status int
	header []string  // name, value, …
	text   string    // a body of known length
	body   io.Reader // one of unknown length
	err    error
	takes  time.Duration
}

// script is a base that answers with its steps in turn; the last one repeats.
type script struct {
	*testkit.Base
	mu   sync.Mutex
	sent []sent
}

// sent is one request as the base saw it.
type sent struct {
	length int64
	body   string
	sum    [sha256.Size]byte
}

func play(steps ...step) *script {
	replies := make([]testkit.Reply, len(steps))
	for i, st := range steps {
		replies[i] = st.reply()
	}
	s := &script{Base: testkit.Script(replies...)}
	s.See = func(req testkit.Sent) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.sent = append(s.sent, sent{req.ContentLength, string(req.Body), sha256.Sum256(req.Body)})
	}
	return s
}

func (st step) reply() testkit.Reply {
	r := testkit.Content(st.status, "", st.text)
	switch {
	case st.err != nil:
		r = testkit.Fail(st.err)
	case st.body != nil:
		r = r.Body(st.body)
	}
	for i := 0; i < len(st.header); i += 2 {
		r = r.With(st.header[i], st.header[i+1])
	}
	if st.takes > 0 {
		r = r.After(st.takes)
	}
	return r
}

func status(codes ...int) (steps []step) {
	for _, c := range codes {
		steps = append(steps, step{status: c})
	}
	return steps
}
