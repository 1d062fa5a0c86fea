package redact

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// XML is the function XML with the values of c.
func (c Cover) XML(b []byte, max int) []byte {
	d := xml.NewDecoder(bytes.NewReader(b[:min(len(b), max)]))
	w := xmlWriter{max: max}
	for {
		t, err := d.RawToken()
		if err != nil || !c.node(&w, t) {
			return w.close()
		}
	}
}

// node writes t. It reports whether it did, and there is room for more.
func (c Cover) node(w *xmlWriter, t xml.Token) bool {
	switch t := t.(type) {
	case xml.StartElement:
		name := fullName(t.Name)
		if w.hidden > 0 {
			w.hidden++
			return true
		}
		hide := Sensitive(t.Name.Local)
		tag := "<" + name
		for _, a := range t.Attr {
			value := c.Text(a.Value)
			if Sensitive(a.Name.Local) && a.Name.Space != "xmlns" {
				value = c.hide(a.Name.Local)
			}
			hide = hide || naming(a.Name.Local) && Sensitive(a.Value)
			tag += " " + fullName(a.Name) + `="` + escapeXML(value) + `"`
		}
		if !w.begin(name, tag+">") {
			return false
		}
		if hide {
			w.hidden = 1
			return w.put(escapeXML(c.hide(t.Name.Local)))
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
		if w.hidden > 0 || len(w.open) == 0 {
			return true
		}
		return w.put(escapeXML(c.Text(string(t))))
	}
	return true
}

// naming reports whether an attribute names what its element holds, as in
// <field name="password">.
func naming(attr string) bool {
	return strings.EqualFold(attr, "name") || strings.EqualFold(attr, "key") || strings.EqualFold(attr, "id")
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
