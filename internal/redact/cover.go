package redact

// Cover is what a body or a text is written with: it says what stands in the
// place of a hidden value, by the value's name. The nil Cover says [Mask].
//
// What a Cover writes never holds a value whose name is [Sensitive].
type Cover func(name string) string

func (c Cover) hide(name string) string {
	if c == nil {
		return Mask
	}
	return c(name)
}

// JSON returns b, a JSON text, with the values of sensitive names hidden, in at
// most max bytes. What does not fit, and what follows an error in b, is left out;
// the result is a JSON text all the same, or empty.
func JSON(b []byte, max int) []byte { return Cover(nil).JSON(b, max) }

// XML is [JSON] for a document: elements and attributes. Comments, directives and
// processing instructions are left out.
func XML(b []byte, max int) []byte { return Cover(nil).XML(b, max) }

// Form is [JSON] for the pairs of a form.
func Form(b []byte, max int) []byte { return Cover(nil).Form(b, max) }

// Text returns s with what looks like a secret in it hidden: the value in
// "name=value", "name: value" and `"name":"value"` where the name is sensitive,
// credentials after the name of their scheme, and user info in a URL.
func Text(s string) string { return Cover(nil).Text(s) }
