package mock

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Reply is one answer to a request, or a fault. It is a value: the methods
// return a changed copy, and one Reply may serve many stubs.
type Reply struct {
	what   string // in messages
	header http.Header
	after  time.Duration
	times  int   // how often it is given; 0: once, in last place for ever
	err    error // it cannot be given

	proxied bool                                               // the other end is a proxy
	deaf    bool                                               // the connection breaks at the first byte of the request
	dial    dialFault                                          // no connection comes about
	direct  func(*http.Request) (*http.Response, error)        // of Do
	serve   func(c *conn, head http.Header, req *http.Request) // what the server does with the connection
}

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
	r.err = err
	return r
}

// File answers with the content of a file, typed by its extension. A file that
// cannot be read fails the test that gives the reply.
func File(code int, path string) Reply {
	body, err := os.ReadFile(path)
	r := answer(code, mime.TypeByExtension(filepath.Ext(path)), body)
	r.err = err
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

// With sets a field of the answer's header. Faults have none.
func (r Reply) With(header, value string) Reply {
	if r.header = r.header.Clone(); r.header == nil {
		r.header = http.Header{}
	}
	r.header.Set(header, value)
	return r
}

// After delays the reply by d, or until the request's context ends.
func (r Reply) After(d time.Duration) Reply {
	r.after = d
	return r
}

// Once gives the reply once, even in last place: see [Reply.Times].
func (r Reply) Once() Reply { return r.Times(1) }

// Times gives the reply n times in a row. In last place the stub is used up
// then; without Times the last reply repeats.
func (r Reply) Times(n int) Reply {
	r.times = n
	return r
}

// answer is a reply with a whole body.
func answer(code int, contentType string, body []byte) Reply {
	r := Reply{what: strconv.Itoa(code)}
	r.serve = func(c *conn, head http.Header, req *http.Request) {
		c.answer(code, head, contentType, req, int64(len(body)), bytes.NewReader(body))
	}
	return r
}
