package redact

import "encoding/json"

// jsonWriter writes a JSON text that can be ended after every value and is never
// longer than max.
type jsonWriter struct {
	max  int
	out  []byte
	open []byte // what closes the values that are open, outermost first
	some bool   // the innermost has a member already
	name string // of the value to come, quoted; "" where none is due
}

// atName reports whether the next string is a member's name.
func (w *jsonWriter) atName() bool {
	return len(w.open) > 0 && w.open[len(w.open)-1] == '}' && w.name == ""
}

// value writes a whole value, with its name and what separates it.
func (w *jsonWriter) value(text string) bool {
	if !w.put(text, 0) {
		return false
	}
	w.some = true
	return true
}

func (w *jsonWriter) begin(d json.Delim) bool {
	if !w.put(d.String(), 1) {
		return false
	}
	w.open = append(w.open, map[json.Delim]byte{'{': '}', '[': ']'}[d])
	w.some = false
	return true
}

func (w *jsonWriter) end() bool {
	last := len(w.open) - 1
	w.out = append(w.out, w.open[last])
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
