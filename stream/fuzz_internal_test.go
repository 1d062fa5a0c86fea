package stream

import (
	"bytes"
	"io"
	"net/url"
	"slices"
	"testing"
	"unicode/utf8"
)

// What is read does not depend on how it arrives.
func FuzzEventsDoNotDependOnHowTheyArrive(f *testing.F) {
	f.Add([]byte("id: 1\r\ndata: a\rdata\n\n\xef\xbb\xbfevent:x\n\n"), uint8(1))
	f.Add([]byte("\xef\xbb\xbfdata: a\r\n\r\n: c\nretry: 10\ndata\n\r"), uint8(3))
	f.Fuzz(func(t *testing.T, body []byte, chunk uint8) {
		whole, parts := all(t, bytes.NewReader(body)), all(t, &chunks{body, int(chunk%16) + 1})
		if !slices.Equal(whole, parts) {
			t.Errorf("got %q in parts, %q whole", parts, whole)
		}
		for _, e := range whole {
			if !utf8.ValidString(e.Data + e.ID + e.Type) {
				t.Errorf("%q is no UTF-8", e)
			}
		}
	})
}

func all(t *testing.T, r io.Reader) (events []Event) {
	t.Helper()
	p := newParser(r, "")
	for {
		e, err := p.next()
		if err != nil {
			return events
		}
		events = append(events, e)
	}
}

// chunks reads n bytes at a time.
type chunks struct {
	rest []byte
	n    int
}

func (c *chunks) Read(p []byte) (int, error) {
	if len(c.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), c.n)], c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

func FuzzLinks(f *testing.F) {
	f.Add(`<https://a.test/?page=2>; rel="next", <x>; rel=prev,`)
	f.Add(`<a>;rel="next\"";title="<b>, x"`)
	f.Add(`<b>;anchor="#a";rel=next`)
	page := &url.URL{Scheme: "http", Host: "a.test", Path: "/"}
	f.Fuzz(func(_ *testing.T, field string) {
		for _, l := range parseLinks(field) {
			_ = l.is("next", page)
		}
	})
}

func BenchmarkEvents(b *testing.B) {
	one := []byte("id: 12345\nevent: update\ndata: " + string(bytes.Repeat([]byte("x"), 200)) + "\n\n")
	body := bytes.Repeat(one, 1000)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		p := newParser(bytes.NewReader(body), "")
		for {
			if _, err := p.next(); err != nil {
				break
			}
		}
	}
}

func TestAnEventCostsAtMostThreeAllocations(t *testing.T) {
	one := "id: 12345\nevent: update\ndata: hello\n\n"
	body := []byte(one)
	got := testing.AllocsPerRun(100, func() {
		p := newParser(&endless{body: body}, "")
		for range 1000 {
			if _, err := p.next(); err != nil {
				t.Fatal(err)
			}
		}
	})
	if got > 3000+10 {
		t.Errorf("got %v allocations for 1000 events", got)
	}
}

// endless repeats its body.
type endless struct {
	body []byte
	at   int
}

func (e *endless) Read(p []byte) (n int, err error) {
	for n < len(p) {
		c := copy(p[n:], e.body[e.at:])
		n, e.at = n+c, (e.at+c)%len(e.body)
	}
	return n, nil
}
