package admit

import (
	"net/http"
	"time"

	"example.com/outbound/middleware"
)

// Layer returns the step of the chain, nil if a is nil.
//
// Stage: attempt, outermost. The attempt timeout begins after the waits, and
// what is sent after a 401 with other credentials is the same request.
func (a *Admission) Layer() middleware.Layer {
	if a == nil {
		return nil
	}
	return func(next http.RoundTripper) http.RoundTripper { return &transport{next, a} }
}

type transport struct {
	next      http.RoundTripper
	admission *Admission
}

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	a := t.admission
	s := sent{admission: a}
	defer s.unwind()
	if err := a.admit(req, &s); err != nil {
		if a.hooks.Refused != nil {
			a.hooks.Refused(req)
		}
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, err
	}
	s.begun = time.Now()
	resp, err := t.next.RoundTrip(req)
	s.ran = time.Since(s.begun)
	if err != nil || resp == nil {
		s.judge(a.hooks.attempt(req, nil, err), a.timeout(req))
		s.end()
		return resp, err
	}
	return a.answered(req, resp, &s), nil
}

func (a *Admission) timeout(req *http.Request) time.Duration {
	if a.hooks.Timeout == nil {
		return 0
	}
	return a.hooks.Timeout(req)
}
