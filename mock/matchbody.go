package mock

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// JSON takes only requests whose body is JSON with all that want has: the
// members of its objects, the elements of its arrays one by one. Members that
// want does not have may be there. A want that package encoding/json refuses
// fails the test at once.
func (s *Stub) JSON(want any) *Stub {
	s.m.t.Helper()
	text, err := json.Marshal(want)
	if err != nil {
		s.m.t.Fatalf("mock: %v: JSON: %v", s, err)
	}
	whole, _ := decode(text)
	return s.narrow(rule{needsBody: true, miss: func(_ *http.Request, body []byte) string {
		got, err := decode(body)
		if err != nil {
			return fmt.Sprintf("body: want JSON, got %d bytes that are none", len(body))
		}
		if why := lacks(whole, got, "$", false); why != "" {
			return "body " + why
		}
		return ""
	}})
}

// Where takes only requests for which ok is true; what says in messages what
// that means. The request is a copy with a body to be read. ok is asked for any
// request to this URL, in turn, and must not use the Transport.
func (s *Stub) Where(what string, ok func(*http.Request) bool) *Stub {
	return s.narrow(rule{needsBody: true, miss: func(req *http.Request, body []byte) string {
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(bytes.NewReader(body))
		if !ok(req) {
			return what + ": it does not hold"
		}
		return ""
	}})
}

func decode(text []byte) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	err = d.Decode(&v)
	return v, err
}
