package redact

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strings"
)

// xmlPairs are the elements of a document one of whose children names a secret,
// as in <member><name>password</name><value>x</value></member>, and those that
// do not end within it. Each is the offset behind its start tag, in ascending
// order.
type xmlPairs []int64

func (p xmlPairs) has(offset int64) bool {
	_, ok := slices.BinarySearch(p, offset)
	return ok
}

// xmlPairs finds the pairs in b, which are few: a document without a "value" has
// none.
func (m Masker) xmlPairs(b []byte) (found xmlPairs) {
	if !holdsValue(b) {
		return nil
	}
	type frame struct {
		offset int64
		naming bool            // its text may be the name of another element
		named  bool            // one of its children named a secret
		text   strings.Builder // of a naming one
	}
	frames := []*frame{{}}
	d := xmlDecoder(b)
	for {
		t, err := d.RawToken()
		if err != nil {
			break
		}
		top := frames[len(frames)-1]
		switch t := t.(type) {
		case xml.StartElement:
			frames = append(frames, &frame{offset: d.InputOffset(), naming: isNaming(t.Name.Local)})
		case xml.CharData:
			if top.naming && top.text.Len() < 1024 {
				top.text.Write(t)
			}
		case xml.EndElement:
			if len(frames) == 1 {
				continue
			}
			if top.named {
				found = append(found, top.offset)
			}
			frames = frames[:len(frames)-1]
			if top.naming && m.namesSecret(strings.TrimSpace(top.text.String())) {
				frames[len(frames)-1].named = true
			}
		}
	}
	for _, f := range frames[1:] {
		found = append(found, f.offset)
	}
	slices.Sort(found)
	return found
}

// holdsValue reports whether b may hold an element that is a value. Only the
// spelling of a tag's last word matters.
func holdsValue(b []byte) bool {
	for rest := b; ; {
		_, after, ok := bytes.Cut(rest, []byte("<"))
		if !ok {
			return false
		}
		rest = after
		name := after
		if i := bytes.IndexAny(after[:min(len(after), 128)], "> \t\r\n/<"); i >= 0 {
			name = after[:i]
		} else if len(after) > 128 {
			continue
		}
		if isValue(string(name)) {
			return true
		}
	}
}
