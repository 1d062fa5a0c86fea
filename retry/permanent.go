package retry

import "example.com/outbound/internal/mark"

// Permanent marks err: neither [Do] nor the layer tries again, whatever When
// says. The mark is found through any wrapping, and errors.Is and errors.As see
// through it. Permanent(nil) is nil.
func Permanent(err error) error { return mark.With(err, mark.Never) }

// Again marks err: [Do] and the layer try again whatever When and the method
// say, within the stops and only if the body can be replayed. Again(nil) is nil.
func Again(err error) error { return mark.With(err, mark.Again) }
