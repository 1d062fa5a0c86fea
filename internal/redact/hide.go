package redact

import (
	"errors"
	"fmt"
)

// Hide returns an error that prints as shown, for every verb, and is was to
// errors.Is and errors.As. It is was itself if that is what is shown. shown must
// be comparable.
func Hide(shown, was error) error {
	if shown == was {
		return was
	}
	return &hidden{shown, was}
}

// hidden is an error that prints less than the original, which errors.Is and
// errors.As still find.
type hidden struct {
	error
	was error
}

func (h *hidden) Unwrap() error        { return h.error }
func (h *hidden) Is(target error) bool { return errors.Is(h.was, target) }

// As prefers what may be shown.
func (h *hidden) As(target any) bool {
	return errors.As(h.error, target) || errors.As(h.was, target)
}

// Format prints the text for every verb, so that none reaches what was hidden.
func (h *hidden) Format(f fmt.State, verb rune) {
	if verb == 'q' {
		_, _ = fmt.Fprintf(f, "%q", h.Error())
		return
	}
	_, _ = f.Write([]byte(h.Error()))
}
