package redact

import "encoding/json"

// jsonWriter writes a JSON text that can be ended after every value and is never
// longer than max.
type jsonWriter struct {
	Masker
	max   int
	pairs jsonPairs
	out   []byte
	open  []jsonLevel // what is open, outermost first
	some  bool        // the innermost has a member already

	name  string // of the value to come, quoted; "" where none is due
	plain string // the last name, as it is

	secretNext bool // the value to come is a secret
	secret     int  // with Shape: the depth of the outermost value that is one, 0 outside
}

// jsonLevel is an object or a list that is open.
type jsonLevel struct {
	close       byte
	named, pair bool // see jsonPairs.of
}

// atName reports whether the next string is a member's name.
func (w *jsonWriter) atName() bool {
	return len(w.open) > 0 && w.open[len(w.open)-1].close == '}' && w.name == ""
}

// hidesMember reports whether the member of this name is hidden. In an object
// that is cut off, whose name may have been behind the cut, only a "value" that
// is no object or list is.
func (w *jsonWriter) hidesMember(name string) bool {
	top := w.open[len(w.open)-1]
	w.secretNext = top.pair && isValue(name)
	return w.Names.Sensitive(name) || top.named && isValue(name)
}

// leaf is a string, hidden if it is a secret.
func (w *jsonWriter) leaf(s string) string {
	if w.takeSecret() {
		return w.hide(w.plain, s)
	}
	return w.show(s)
}

// number is a number, hidden if it is a secret or, with Replace, has the digits
// of one.
func (w *jsonWriter) number(n json.Number) string {
	secret := w.takeSecret()
	switch {
	case secret && w.Shape:
		w.hide(w.plain, n.String())
		return "0"
	case secret:
		return quoted(w.hide(w.plain, n.String()))
	case w.replace(n.String()) != n.String():
		return "0"
	}
	return n.String()
}

// takeSecret reports whether the leaf to come is a secret.
func (w *jsonWriter) takeSecret() bool {
	secret := w.secretNext || w.secret > 0
	w.secretNext = false
	return secret
}

// value writes a whole value, with its name and what separates it.
func (w *jsonWriter) value(text string) bool {
	w.secretNext = false
	if !w.put(text, 0) {
		return false
	}
	w.some = true
	return true
}

func (w *jsonWriter) begin(d json.Delim, offset int64) bool {
	if !w.put(d.String(), 1) {
		return false
	}
	level := jsonLevel{close: ']'}
	if d == '{' {
		level.close = '}'
		level.named, level.pair = w.pairs.of(offset)
	}
	w.open = append(w.open, level)
	if w.secretNext && w.Shape && w.secret == 0 {
		w.secret = len(w.open)
	}
	w.some, w.secretNext = false, false
	return true
}

func (w *jsonWriter) end() bool {
	last := len(w.open) - 1
	w.out = append(w.out, w.open[last].close)
	if w.secret == len(w.open) {
		w.secret = 0
	}
	w.open, w.some = w.open[:last], true
	return true
}

// put appends text if it, its name and all that closes fit.
func (w *jsonWriter) put(text string, opens int) bool {
	size := len(w.out) + len(w.name) + len(text) + len(w.open) + opens + 2
	if size > w.max {
		return false
	}
	if w.some {
		w.out = append(w.out, ',')
	}
	if w.name != "" {
		w.out = append(append(w.out, w.name...), ':')
		w.name = ""
	}
	w.out = append(w.out, text...)
	return true
}

// close ends what is open.
func (w *jsonWriter) close() []byte {
	for len(w.open) > 0 {
		w.end()
	}
	return w.out
}
