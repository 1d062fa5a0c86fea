package vcr

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gopkg.in/dnaeon/go-vcr.v4/pkg/cassette"

	"example.com/outbound/internal/redact"
)

// hide takes the secrets out of an exchange before it is written.
func (p *Tape) hide(i *cassette.Interaction) error {
	u, err := url.Parse(i.Request.URL)
	if err != nil {
		return err
	}
	kind := i.Request.Headers.Get("Content-Type")
	s := p.secretsOf(i.Request.Headers, u, []byte(i.Request.Body))
	s.values = append(s.values, p.secretsOf(i.Response.Headers, &url.URL{}, []byte(i.Response.Body)).values...)

	i.Request.URL = s.url(i.Request.URL)
	i.Request.Body = string(s.body([]byte(i.Request.Body), kind))
	i.Request.Headers = redact.Header(i.Request.Headers)
	i.Request.Form = nil // the body has it
	i.Request.Trailer = redact.Header(i.Request.Trailer)
	if i.Request.ContentLength > 0 {
		i.Request.ContentLength = int64(len(i.Request.Body))
	}

	body := string(s.body([]byte(i.Response.Body), i.Response.Headers.Get("Content-Type")))
	i.Response.Headers = s.header(i.Response.Headers)
	i.Response.Trailer = s.header(i.Response.Trailer)
	if body != i.Response.Body && i.Response.ContentLength >= 0 {
		i.Response.ContentLength = int64(len(body))
		i.Response.Headers.Set("Content-Length", strconv.Itoa(len(body)))
	}
	i.Response.Body = body
	return nil
}

// matches reports whether the tape's request is r, its secrets aside.
func (p *Tape) matches(r *http.Request, on recorded) bool {
	if r.Method != on.Method {
		return false
	}
	body, err := load(r)
	r.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil {
		return false
	}
	kind := r.Header.Get("Content-Type")
	s := p.secretsOf(r.Header, r.URL, body)
	return sameURL(s.url(r.URL.String()), on.URL) && sameBody(s.body(body, kind), []byte(on.Body))
}

// sameURL compares without regard to the order of different query parameters.
func sameURL(a, b string) bool {
	pathA, queryA, _ := strings.Cut(a, "?")
	pathB, queryB, _ := strings.Cut(b, "?")
	valuesA, errA := url.ParseQuery(queryA)
	valuesB, errB := url.ParseQuery(queryB)
	return pathA == pathB && errA == nil && errB == nil && valuesA.Encode() == valuesB.Encode()
}

// sameBody compares JSON by what it says, and all else byte by byte.
func sameBody(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	ta, errA := json.Marshal(x)
	tb, errB := json.Marshal(y)
	return errA == nil && errB == nil && bytes.Equal(ta, tb)
}
