package mock

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"strings"

	"example.com/outbound/internal/memnet"
)

// Stream answers with body, part by part as its Read returns them, of unknown
// length. An error of body cuts the answer off.
//
// An [io.Seeker] is rewound for each request. Requests at the same time each read
// a [strings.Reader], [bytes.Reader] or [os.File] from its start; with another
// Seeker the next answer begins when the one before has ended. A body that cannot
// be rewound is read once, and the reply is given once. It is closed if it is an
// [io.Closer], as soon as the client has gone: an [io.PipeReader] that waits for
// more stops waiting then. In [Run], a Read without a Close must return by itself.
func Stream(code int, body io.Reader) Reply {
	open, again := source(body)
	r := coded(code, " stream", func(c *memnet.Conn, head http.Header, req *http.Request) {
		body, done := open(c)
		if body == nil {
			return
		}
		defer done()
		writeStream(c, code, head, req, body)
	})
	if !again {
		r.times = 1
	}
	return r
}

// opener gives the body for one answer, nil if the client has gone before. done
// must be called after the answer.
type opener func(c *memnet.Conn) (body io.Reader, done func())

// source says how body is read for each answer, and whether it can be read again.
func source(body io.Reader) (open opener, again bool) {
	seeker, again := body.(io.Seeker)
	if again {
		size, err := seeker.Seek(0, io.SeekEnd)
		again = err == nil // a pipe in an os.File cannot seek
		if at := readerAt(body); again && at != nil {
			return func(*memnet.Conn) (io.Reader, func()) {
				return io.NewSectionReader(at, 0, size), func() {}
			}, true
		}
	}
	turn := make(chan struct{}, 1)
	return func(c *memnet.Conn) (io.Reader, func()) {
		select {
		case turn <- struct{}{}:
		case <-c.Closed():
			return nil, nil
		}
		stop := func() {}
		if again {
			_, _ = seeker.Seek(0, io.SeekStart)
		} else {
			stop = closeAfter(c, body)
		}
		return body, func() { stop(); <-turn }
	}, again
}

// readerAt is body if its ReadAt reads what its Read does, else nil: a type of the
// test may embed a ReadAt and have a Read of its own.
func readerAt(body io.Reader) io.ReaderAt {
	switch body := body.(type) {
	case *strings.Reader:
		return body
	case *bytes.Reader:
		return body
	case *os.File:
		return body
	}
	return nil
}

// closeAfter closes body when the client has gone, or at stop.
func closeAfter(c *memnet.Conn, body io.Reader) (stop func()) {
	closer, ok := body.(io.Closer)
	if !ok {
		return func() {}
	}
	sent := make(chan struct{})
	go func() {
		select {
		case <-c.Closed():
		case <-sent:
		}
		_ = closer.Close()
	}()
	return func() { close(sent) }
}
