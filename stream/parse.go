package stream

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// MaxEvent is the largest event, and the longest line, that is read: a server may
// send one without an end.
const MaxEvent = 32 << 20

// parser reads server-sent events as the HTML standard says (section 9.2.6). A
// line ends with LF, CR or CRLF. It does not dispatch an event without data, nor
// one whose end is missing.
type parser struct {
	lines  lines
	data   []byte
	has    bool // a data field was there, perhaps an empty one
	kind   string
	before string        // the last kind that was named
	retry  time.Duration // of the event
	id     string        // of the present event, or of the last one that had one
	lastID string        // id at the end of the last event
	wait   time.Duration // the last retry of the stream: it holds from its line on
}

// newParser makes a parser of a response. lastID is the ID of the last event of the
// response before.
func newParser(r io.Reader, lastID string) *parser {
	return &parser{lines: lines{r: r, buf: make([]byte, 8<<10), bom: true}, id: lastID, lastID: lastID}
}

// next is the next event. The error is that of the reader, io.EOF at its end.
func (p *parser) next() (Event, error) {
	for {
		line, err := p.lines.next()
		if err != nil {
			return Event{}, err
		}
		if len(line) > 0 {
			p.field(line)
			if len(p.data)-1 > MaxEvent {
				return Event{}, errTooLong
			}
			continue
		}
		p.lastID = p.id
		if p.has {
			return p.dispatch(), nil
		}
		p.kind, p.retry = "", 0
	}
}

func (p *parser) dispatch() Event {
	e := Event{ID: p.id, Type: p.kind, Data: text(p.data[:len(p.data)-1]), Retry: p.retry}
	if e.Type == "" {
		e.Type = "message"
	}
	p.data, p.has, p.kind, p.retry = p.data[:0], false, "", 0
	return e
}

// text is data as a string, with what is no UTF-8 replaced.
func text(data []byte) string {
	if utf8.Valid(data) {
		return string(data)
	}
	return strings.ToValidUTF8(string(data), "\uFFFD")
}

func (p *parser) field(line []byte) {
	name, value, found := bytes.Cut(line, []byte(":"))
	if found && len(name) == 0 {
		return // a comment
	}
	value = bytes.TrimPrefix(value, []byte(" "))
	switch string(name) {
	case "data":
		p.data = append(append(p.data, value...), '\n')
		p.has = true
	case "event":
		if string(value) != p.before { // most events are of the type of the one before
			p.before = text(value)
		}
		p.kind = p.before
	case "id":
		if bytes.IndexByte(value, 0) < 0 && string(value) != p.id {
			p.id = text(value)
		}
	case "retry":
		if ms, ok := digits(value); ok {
			p.retry, p.wait = ms, ms
		}
	}
}

// digits reads a number of milliseconds: ASCII digits and nothing else.
func digits(value []byte) (time.Duration, bool) {
	for _, c := range value {
		if c < '0' || c > '9' {
			return 0, false
		}
	}
	n, err := strconv.ParseInt(string(value), 10, 64)
	if err != nil || n > int64(24*time.Hour/time.Millisecond) { // none, or longer than anybody waits
		return 0, false
	}
	return time.Duration(n) * time.Millisecond, true
}
