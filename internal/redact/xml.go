package redact

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
)

// XML returns b, a document, with the values of sensitive elements and attributes
// hidden, in at most max bytes. What does not fit, and what follows an error in
// b, is left out; the result is a document all the same, or empty. Comments,
// directives and processing instructions are left out.
//
// An element whose attribute or child "name", "key" or "id" is a sensitive name
// has its other attributes and its child "value" hidden.
func (m Masker) XML(b []byte, max int) []byte {
	out, _ := m.xml(b, max)
	return out
}

// xml also reports whether it has read b to its end.
func (m Masker) xml(b []byte, max int) (out []byte, whole bool) {
	b = b[:min(len(b), max)]
	d := xmlDecoder(b)
	w := xmlWriter{Masker: m, max: max, pairs: m.xmlPairs(b)}
	for {
		t, err := d.RawToken()
		if err != nil {
			return w.close(), err == io.EOF && w.ended
		}
		if !w.node(t, d.InputOffset()) {
			return w.close(), false
		}
	}
}

func xmlDecoder(b []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // what is no UTF-8 ends the reading
	return d
}

// node writes t, which ends at offset. It reports whether it did, and there is
// room for more.
func (w *xmlWriter) node(t xml.Token, offset int64) bool {
	switch t := t.(type) {
	case xml.StartElement:
		if w.hidden > 0 {
			w.hidden++
			return true
		}
		name := fullName(t.Name)
		named := slices.ContainsFunc(t.Attr, func(a xml.Attr) bool {
			return (isNaming(a.Name.Local) || strings.EqualFold(a.Name.Local, "type")) && w.namesSecret(a.Value)
		})
		hide := named || w.Names.Sensitive(t.Name.Local) || w.inPair() && isValue(t.Name.Local)
		if !w.begin(name, w.tag(name, t.Attr, named), w.pairs.has(offset)) {
			return false
		}
		if hide {
			w.hidden = 1
			return w.put(escapeXML(w.hide(t.Name.Local, "")))
		}
		return true
	case xml.EndElement:
		if w.hidden > 1 {
			w.hidden--
			return true
		}
		w.hidden = 0
		return w.end(fullName(t.Name))
	case xml.CharData:
		text := string(t)
		switch {
		case w.hidden > 0 && w.Found != nil:
			w.Found(strings.TrimSpace(text))
		case w.hidden == 0 && len(w.open) > 0:
			return w.put(escapeXML(w.show(text)))
		}
	case xml.Comment:
		w.show(string(t)) // which is left out: that is a change only if it holds a secret
	case xml.Directive:
		if !bytes.HasPrefix(t, []byte("DOCTYPE")) {
			return false // where such a "<!" ends is a guess: what follows may be inside an element that it holds
		}
		w.show(string(t))
	}
	return true
}

// tag is the start of an element. named is whether one attribute names a secret,
// so that a value beside it is hidden.
func (w *xmlWriter) tag(name string, attrs []xml.Attr, named bool) string {
	tag := "<" + name
	for _, a := range attrs {
		value := w.show(a.Value)
		if a.Name.Space != "xmlns" && (w.Names.Sensitive(a.Name.Local) || named && isValue(a.Name.Local)) {
			value = w.hide(a.Name.Local, a.Value)
		}
		tag += " " + fullName(a.Name) + `="` + escapeXML(value) + `"`
	}
	return tag + ">"
}

func fullName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

func escapeXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}
