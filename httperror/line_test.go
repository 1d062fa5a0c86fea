package httperror_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"example.com/outbound/httperror"
)

// foreign is an error whose every text comes from a server or an input.
func foreign(text string) *httperror.Error {
	return &httperror.Error{
		Kind: httperror.ServerStatus, Client: text, Operation: text, Method: text, URL: text, StatusCode: 500, Status: text,
		Problem: &httperror.Problem{Title: text}, Attempts: 2, Reason: text, Err: errors.New(text),
	}
}

func TestAForeignTextMovedTheReader(t *testing.T) {
	for _, text := range []string{"a\u202eb", "a\u2028b", "a\u009b31mb", "a\x1b]0;x\x07b", "a\u200bb", "a\u2066b", "a\xffb"} {
		checkLine(t, text, foreign(text).Error())
	}
	if got := foreign("a\u202eb").Error(); !strings.Contains(got, `a\u202eb`) {
		t.Errorf("got %q, want the character's escape", got)
	}
}

// FuzzLine: whatever a server or an input says, the text of an error is one line
// of printable characters.
func FuzzLine(f *testing.F) {
	for _, s := range []string{"", "a\nb", "\u202e", "\xff", strings.Repeat("é", 300)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkLine(t, text, foreign(text).Error()) })
}

func checkLine(t *testing.T, text, line string) {
	t.Helper()
	if !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return r != ' ' && !unicode.IsPrint(r) }) {
		t.Errorf("%q: got %q, want printable characters", text, line)
	}
}
