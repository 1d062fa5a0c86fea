package redact

import "net/url"

// Masker rewrites bodies and texts: it walks over their values, and hides those
// whose names are secrets. The zero Masker hides by the built-in names, with
// [Mask]. A Masker is safe for concurrent use if its functions are.
type Masker struct {
	Names *Names

	// Cover returns the replacement of a hidden value, by the value's name. Nil
	// means [Mask].
	Cover Cover

	// Shape keeps the types of what is hidden, so that it decodes as before: each
	// string beneath a hidden JSON name is replaced, each number is 0. Without
	// Shape a hidden value is one string, whatever it was.
	Shape bool

	// Replace changes each text that is shown, before what looks like a secret is
	// hidden in it. Nil changes nothing.
	Replace func(text string) string

	// Found is called with each value that is hidden for its name. Nil is not called.
	Found func(value string)

	changed *bool // set where something is hidden or replaced, if not nil
}

// Cover returns the replacement of a hidden value, by the value's name. The nil
// Cover returns [Mask]. Its methods are those of a [Masker] with this Cover.
type Cover func(name string) string

// hide returns the replacement of value, which is hidden for its name.
func (m Masker) hide(name, value string) string {
	if m.Found != nil {
		m.Found(value)
	}
	return m.cover(name)
}

// cover returns the replacement of a value that is hidden for its content.
func (m Masker) cover(name string) string {
	if m.changed != nil {
		*m.changed = true
	}
	if m.Cover == nil {
		return Mask
	}
	return m.Cover(name)
}

// show returns a text whose name is no secret, without the secrets in it.
func (m Masker) show(text string) string {
	return m.text(m.replace(text))
}

func (m Masker) replace(text string) string {
	if m.Replace == nil {
		return text
	}
	return m.checked(text, m.Replace(text))
}

// checked is now, and notes whether it is what it was.
func (m Masker) checked(was, now string) string {
	if was != now && m.changed != nil {
		*m.changed = true
	}
	return now
}

// JSON is [Masker.JSON] with c.
func (c Cover) JSON(b []byte, max int) []byte { return Masker{Cover: c}.JSON(b, max) }

// XML is [Masker.XML] with c.
func (c Cover) XML(b []byte, max int) []byte { return Masker{Cover: c}.XML(b, max) }

// Form is [Masker.Form] with c.
func (c Cover) Form(b []byte, max int) []byte { return Masker{Cover: c}.Form(b, max) }

// Text is [Masker.Text] with c.
func (c Cover) Text(s string) string { return Masker{Cover: c}.Text(s) }

// URL is [Masker.URL] with c.
func (c Cover) URL(u *url.URL, hide func(name string) bool) string {
	return Masker{Cover: c}.URL(u, hide)
}
