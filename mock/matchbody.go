package mock

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"example.com/outbound/internal/jsonequal"
)

// JSON takes only requests whose body is one JSON value that contains want: its
// objects have the members of want's, and maybe others; its arrays have the same
// length and contain want's element by element; numbers have exactly the same
// value. A want that package encoding/json refuses fails the test at once.
func (s *Stub) JSON(want any) *Stub {
	s.m.t.Helper()
	text, err := json.Marshal(want)
	if err != nil {
		s.m.t.Fatalf("mock: %v: JSON: %v", s, err)
	}
	whole, _ := jsonequal.Decode(text)
	return s.match(rule{needsBody: true, miss: func(_ *http.Request, body []byte) string {
		got, err := jsonequal.Decode(body)
		if err != nil {
			return fmt.Sprintf("body: want JSON, got %d bytes that are not", len(body))
		}
		if why := lacks(whole, got, "$", false); why != "" {
			return "body " + why
		}
		return ""
	}})
}

// Where takes only requests for which ok returns true; messages say what in their
// place. The request is a clone whose body can be read. ok is called, by one
// goroutine at a time, for requests to this URL only, and must not use the
// Transport.
func (s *Stub) Where(what string, ok func(*http.Request) bool) *Stub {
	return s.match(rule{needsBody: true, miss: func(req *http.Request, body []byte) string {
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(bytes.NewReader(body))
		if !ok(req) {
			return what + ": it does not hold"
		}
		return ""
	}})
}
