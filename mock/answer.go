package mock

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
)

// Status answers with a status and no body.
func Status(code int) Reply { return answer(code, "", nil) }

// Text answers with a text.
func Text(code int, body string) Reply {
	return answer(code, "text/plain; charset=utf-8", []byte(body))
}

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

// Stream answers with what body has, part by part as Read returns it, its length
// unknown. An error of body cuts the answer off. An [io.Seeker] is rewound for
// each request; another body is read once, and so is the reply.
func Stream(code int, body io.Reader) Reply {
	r := Reply{what: strconv.Itoa(code) + " stream"}
	again, ok := body.(io.Seeker)
	if !ok {
		r.times = 1
	}
	r.serve = func(c *conn, head http.Header, req *http.Request) {
		if ok {
			_, _ = again.Seek(0, io.SeekStart)
		}
		c.stream(code, head, req, body)
	}
	return r
}

// Do lets f answer. The body of its request is there to be read; the request is
// f's own. What f returns is handed on; its error stands for one of the
// transport.
func Do(f func(*http.Request) (*http.Response, error)) Reply {
	return Reply{what: "a function", direct: f}
}

// answer is a reply with a whole body.
func answer(code int, contentType string, body []byte) Reply {
	r := Reply{what: strconv.Itoa(code)}
	if code >= 100 && code < 200 && code != http.StatusSwitchingProtocols {
		r.err = errors.New("an interim answer is never the last") // RFC 9110, section 15.2
	}
	r.serve = func(c *conn, head http.Header, req *http.Request) {
		c.answer(code, head, contentType, req, int64(len(body)), bytes.NewReader(body))
	}
	return r
}
