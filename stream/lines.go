package stream

import (
	"bytes"
	"io"
)

// lines reads lines that end with LF, CR or CRLF.
type lines struct {
	r      io.Reader
	buf    []byte
	start  int // of what is not delivered
	end    int
	skipLF bool // the line before has ended with CR
	bom    bool // a byte order mark may come
	lfOnly bool // a CR is part of a line
	err    error
}

// next is the next line, without its end. It is valid until the next call. A last
// line without an end is not delivered: rest has it.
func (l *lines) next() ([]byte, error) {
	scanned := 0
	for {
		if line, ok := l.scan(&scanned); ok {
			if len(line) > MaxEvent {
				return nil, errTooLong
			}
			return line, nil
		}
		if l.err != nil {
			return nil, l.err
		}
		if err := l.fill(); err != nil {
			return nil, err
		}
	}
}

// scan finds the end of the next line in the buffer.
func (l *lines) scan(scanned *int) ([]byte, bool) {
	if l.bom && l.end-l.start >= 3 {
		l.bom = false
		if bytes.HasPrefix(l.buf[l.start:l.end], []byte("\xef\xbb\xbf")) {
			l.start += 3
		}
	}
	if l.bom && l.err == nil && l.end > l.start && l.buf[l.start] == 0xef {
		return nil, false
	}
	if l.skipLF && l.start < l.end {
		l.skipLF = false
		if l.buf[l.start] == '\n' {
			l.start++
		}
	}
	rest := l.buf[l.start:l.end]
	for i := *scanned; i < len(rest); i++ {
		c := rest[i]
		if c != '\n' && (c != '\r' || l.lfOnly) {
			continue
		}
		l.start += i + 1
		l.skipLF = c == '\r'
		l.bom = false
		return rest[:i:i], true
	}
	*scanned = len(rest)
	return nil, false
}

// fill reads more, in a larger buffer if this one is full.
func (l *lines) fill() error {
	if l.start > 0 {
		l.end = copy(l.buf, l.buf[l.start:l.end])
		l.start = 0
	}
	if l.end == len(l.buf) {
		if l.end >= maxLine {
			return errTooLong
		}
		l.buf = append(l.buf, make([]byte, min(len(l.buf), maxLine-len(l.buf)))...)
	}
	n, err := l.r.Read(l.buf[l.end:])
	l.end += n
	l.err = err
	return nil
}

// maxLine is a line of the largest size, a byte order mark and the line end.
const maxLine = MaxEvent + 3 + 2

// rest is what has come after the last line end.
func (l *lines) rest() []byte { return l.buf[l.start:l.end] }
