package redact_test

import (
	"errors"
	"fmt"
	"io"
	"testing"
	"unicode/utf8"

	"example.com/outbound/internal/redact"
)

// FuzzError: a secret in the shapes that a text has for one stays inside, in an
// error of any text, alone and wrapped.
func FuzzError(f *testing.F) {
	for shape := range uint8(8) {
		f.Add("dial tcp: ", ": refused", shape)
	}
	f.Fuzz(func(t *testing.T, before, after string, shape uint8) {
		if !harmless(before, after) {
			return
		}
		shapes := []string{
			"password=" + secret, "token: " + secret, `"secret":"` + secret + `"`, "Bearer " + secret, "Basic " + secret,
			"https://u:" + secret + "@h.test/", "https://h.test/?q=" + secret, "Digest username=\"u\", response=" + secret,
		}
		cause := errors.New(before + " " + shapes[int(shape)%len(shapes)] + " " + after)
		for _, err := range []error{cause, fmt.Errorf("%s: %w", before, cause), errors.Join(cause, io.EOF), fmt.Errorf("%w: %s", io.EOF, cause)} {
			got := redact.Error(err)
			if leaks(got.Error()) {
				t.Errorf("%q: got %q", err, got)
			}
			if !utf8.ValidString(got.Error()) && utf8.ValidString(err.Error()) {
				t.Errorf("%q: got %q, which is no UTF-8", err, got)
			}
		}
	})
}
