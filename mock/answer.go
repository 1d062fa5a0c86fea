package mock

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"example.com/outbound/internal/memnet"
)

// Status answers with a status and no body. A code outside of 100 to 999, or of
// an interim answer (1xx without 101), fails the test that gives the reply.
func Status(code int) Reply { return answer(code, "", nil) }

// Text answers with a text.
func Text(code int, body string) Reply { return answer(code, textPlain, []byte(body)) }

// JSON answers with v as JSON. What package encoding/json refuses fails the test
// that gives the reply.
func JSON(code int, v any) Reply {
	body, err := json.Marshal(v)
	r := answer(code, "application/json", body)
	r.err = errors.Join(r.err, err)
	return r
}

// File answers with the content of a file, typed by its extension. A file that
// cannot be read fails the test that gives the reply.
func File(code int, path string) Reply {
	body, err := os.ReadFile(path)
	r := answer(code, mime.TypeByExtension(filepath.Ext(path)), body)
	r.err = errors.Join(r.err, err)
	return r
}

// Do lets f answer. The body of its request is there to be read; the request is a
// clone that f may change. The transport returns the response or the error of f.
func Do(f func(*http.Request) (*http.Response, error)) Reply {
	return Reply{what: "a function", direct: f}
}

const textPlain = "text/plain; charset=utf-8"

// coded is a reply with a status that serve answers with.
func coded(code int, what string, serve func(c *memnet.Conn, head http.Header, req *http.Request)) Reply {
	r := Reply{what: strconv.Itoa(code) + what, serve: serve}
	switch {
	case code < 100 || code > 999:
		r.err = fmt.Errorf("%d is no status: it has three digits", code) // RFC 9110, section 15
	case code < 200 && code != http.StatusSwitchingProtocols:
		r.err = errors.New("an interim answer is never the last") // RFC 9110, section 15.2
	}
	return r
}

// answer is a reply with a whole body.
func answer(code int, contentType string, body []byte) Reply {
	return coded(code, "", func(c *memnet.Conn, head http.Header, req *http.Request) {
		writeAnswer(c, code, head, contentType, req, int64(len(body)), bytes.NewReader(body))
	})
}
