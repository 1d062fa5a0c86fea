package faultserver

import (
	"fmt"

	"golang.org/x/net/http2"
)

// H2Flood writes the frames of f again and again until the client hangs up. n
// counts from 0.
func H2Flood(f func(w *http2.Framer, stream uint32, n int) error) StreamStep {
	return func(s *Stream) {
		for n := 0; s.send(func(w *http2.Framer) error { return f(w, s.ID, n) }); n++ {
		}
		_ = s.conn.raw.Close()
	}
}

// H2Deaf is step on a connection from which nothing more is read.
func H2Deaf(step StreamStep) StreamStep {
	return func(s *Stream) {
		s.conn.deaf.Store(true)
		step(s)
	}
}

// H2EndlessHead sends a header block of one field after another, which no frame
// ends (RFC 9113, section 6.10).
func H2EndlessHead(value string) StreamStep {
	return H2Flood(func(w *http2.Framer, stream uint32, n int) error {
		if n == 0 {
			return w.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: fields(":status", "200")})
		}
		return w.WriteContinuation(stream, false, fields(fmt.Sprintf("x-%d", n), value))
	})
}

// H2HeaderBomb sends a header block in which each byte refers to a field of 4 KB
// in the table of the client (RFC 7541, section 7.3), which no frame ends.
func H2HeaderBomb() StreamStep {
	const refer = 0x80 | 62 // the newest entry of the dynamic table, RFC 7541, section 2.3.3
	references := make([]byte, 16<<10)
	for i := range references {
		references[i] = refer
	}
	return H2Flood(func(w *http2.Framer, stream uint32, n int) error {
		if n > 0 {
			return w.WriteContinuation(stream, false, references)
		}
		return w.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: indexed("x", 4000)})
	})
}

// send writes as [h2conn.write] does. ok is false if the connection is broken.
func (s *Stream) send(f func(*http2.Framer) error) (ok bool) {
	s.conn.write(func(w *http2.Framer) error {
		err := f(w)
		ok = err == nil
		return err
	})
	return ok
}

// H2Informational sends 103 after 103.
func H2Informational() StreamStep {
	return H2Flood(func(w *http2.Framer, stream uint32, _ int) error {
		return w.WriteHeaders(http2.HeadersFrameParam{
			StreamID: stream, EndHeaders: true, BlockFragment: fields(":status", "103", "link", "</style.css>"),
		})
	})
}

// H2EndlessBody answers 200 with DATA frames of size zero bytes, without an end and
// without regard to the window of the client.
func H2EndlessBody(size int) StreamStep {
	data := make([]byte, size)
	return H2Flood(func(w *http2.Framer, stream uint32, n int) error {
		if n > 0 {
			return w.WriteData(stream, false, data)
		}
		return w.WriteHeaders(http2.HeadersFrameParam{
			StreamID: stream, EndHeaders: true, BlockFragment: fields(":status", "200", "content-type", "application/json"),
		})
	})
}
