package body_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// counted counts the reads of what is beneath a body.
type counted struct {
	io.Reader
	reads int
}

func (c *counted) Read(p []byte) (int, error) {
	c.reads++
	return c.Reader.Read(p)
}

func TestAShortBodyIsReadWholeOnce(t *testing.T) {
	from := &counted{Reader: strings.NewReader("hello")}
	_, b, _, _ := wrap(t, from)
	b.ReadShort(5)
	if whole, ok := b.Whole(); !ok || string(whole) != "hello" {
		t.Errorf("got %q, whole %t", whole, ok)
	}
	before := from.reads
	if b.ReadShort(5); from.reads != before {
		t.Errorf("a body that was read is read again: %d reads more", from.reads-before)
	}
}

func TestABodyThatIsNotShortIsLeftUnread(t *testing.T) {
	for name, length := range map[string]int64{"of no announced length": -1, "empty": 0, "long": 1 << 20} {
		from := &counted{Reader: strings.NewReader("hello")}
		_, b, _, _ := wrap(t, from)
		if b.ReadShort(length); from.reads != 0 {
			t.Errorf("%s: got %d reads, want none", name, from.reads)
		}
	}
}

func TestAShortBodyThatBreaksFailsItsReader(t *testing.T) {
	broken := errors.New("broken")
	_, b, _, _ := wrap(t, io.MultiReader(strings.NewReader("hel"), iotest.ErrReader(broken)))
	b.ReadShort(5)
	if _, ok := b.Whole(); ok {
		t.Error("got a whole body")
	}
	if text, err := io.ReadAll(b); string(text) != "hel" || !errors.Is(err, broken) && !strings.Contains(err.Error(), "broken") {
		t.Errorf("got %q, %v, want what came and the error", text, err)
	}
}

func TestAShortBodyThatWasClosedIsNotRead(t *testing.T) {
	from := &counted{Reader: strings.NewReader("hello")}
	_, b, _, _ := wrap(t, from)
	_ = b.Close()
	if b.ReadShort(5); from.reads != 0 {
		t.Errorf("got %d reads, want none", from.reads)
	}
}
