package redact

// xmlWriter writes a document that can be ended after every token and is never
// longer than max.
type xmlWriter struct {
	Masker
	max    int
	pairs  xmlPairs
	out    []byte
	open   []xmlLevel // the elements that are open, outermost first
	tail   int        // bytes that close them
	hidden int        // elements that are open inside a hidden one, itself included
	ended  bool       // the root is closed
}

type xmlLevel struct {
	name string
	pair bool // a child may name what another one holds
}

// inPair reports whether the innermost element is one of the pairs.
func (w *xmlWriter) inPair() bool { return len(w.open) > 0 && w.open[len(w.open)-1].pair }

func (w *xmlWriter) begin(name, tag string, pair bool) bool {
	size := len(name) + len("</>")
	if w.ended || len(w.out)+len(tag)+w.tail+size > w.max {
		return false
	}
	w.out, w.open, w.tail = append(w.out, tag...), append(w.open, xmlLevel{name, pair}), w.tail+size
	return true
}

func (w *xmlWriter) put(text string) bool {
	if len(w.out)+len(text)+w.tail > w.max {
		return false
	}
	w.out = append(w.out, text...)
	return true
}

// end closes the innermost element, which must have the name.
func (w *xmlWriter) end(name string) bool {
	last := len(w.open) - 1
	if last < 0 || w.open[last].name != name {
		return false
	}
	w.out = append(append(append(w.out, "</"...), name...), '>')
	w.open, w.tail, w.ended = w.open[:last], w.tail-len(name)-len("</>"), last == 0
	return true
}

func (w *xmlWriter) close() []byte {
	for len(w.open) > 0 {
		w.end(w.open[len(w.open)-1].name)
	}
	return w.out
}
