package faultserver

import (
	"fmt"
	"time"

	"golang.org/x/net/http2"
)

// H2JSON answers 200 with a JSON body.
func H2JSON(body string) StreamStep { return H2Answer(200, body) }

// H2Answer answers with code and body.
func H2Answer(code int, body string) StreamStep {
	return func(s *Stream) { s.answer(code, body, true) }
}

// H2After waits before it goes on with next.
func H2After(d time.Duration, next StreamStep) StreamStep {
	return func(s *Stream) {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			next(s)
		case <-s.conn.server.done:
		}
	}
}

// H2Reset answers RST_STREAM with code (RFC 9113, section 7).
func H2Reset(code http2.ErrCode) StreamStep {
	return func(s *Stream) {
		s.conn.write(func(f *http2.Framer) error { return f.WriteRSTStream(s.ID, code) })
	}
}

// H2ResetInBody resets the stream after the head and the first half of body.
func H2ResetInBody(code http2.ErrCode, body string) StreamStep {
	return func(s *Stream) {
		s.answer(200, body, false)
		s.conn.write(func(f *http2.Framer) error { return f.WriteRSTStream(s.ID, code) })
	}
}

// H2GoAway ends the connection with GOAWAY and code. It says that this stream
// was not processed, unless processed is set (RFC 9113, section 6.8).
func H2GoAway(code http2.ErrCode, processed bool) StreamStep {
	return func(s *Stream) {
		last := s.ID - 2
		if processed {
			last = s.ID
		}
		if s.ID == 1 && !processed {
			last = 0
		}
		s.conn.write(func(f *http2.Framer) error { return f.WriteGoAway(last, code, nil) })
		_ = s.conn.raw.CloseWrite()
	}
}

// H2Freeze goes silent for the whole connection: no answer, no acknowledged ping.
func H2Freeze() StreamStep {
	return func(s *Stream) {
		s.conn.mu.Lock()
		defer s.conn.mu.Unlock()
		s.conn.frozen = true
	}
}

// answer sends the head and body, or without end the head and half of the body.
func (s *Stream) answer(code int, body string, end bool) {
	s.conn.write(func(f *http2.Framer) error {
		err := f.WriteHeaders(http2.HeadersFrameParam{
			StreamID: s.ID, EndHeaders: true,
			BlockFragment: fields(append([]string{":status", fmt.Sprintf("%03d", code),
				"content-type", "application/json", "content-length", fmt.Sprint(len(body))}, s.conn.server.salted()...)...),
		})
		if err != nil {
			return err
		}
		if !end {
			body = body[:len(body)/2]
		}
		return f.WriteData(s.ID, end, []byte(body))
	})
}
