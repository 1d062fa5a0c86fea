package redact

import (
	"bytes"
	"encoding/json"
	"slices"
)

// jsonPairs are the objects of a JSON text that name a secret in one member and
// hold it in another, by the offset behind their brace, in ascending order.
type jsonPairs struct {
	named []int64 // they name a secret
	open  []int64 // they do not end within the text, so they may name one
}

// of reports whether the object at an offset is in each list.
func (p jsonPairs) of(offset int64) (named, open bool) {
	_, named = slices.BinarySearch(p.named, offset)
	_, open = slices.BinarySearch(p.open, offset)
	return named, open
}

// jsonFrame is an object or a list that is open.
type jsonFrame struct {
	offset int64
	object bool
	member bool // a member's name comes next
	naming bool // the member's value is the name of another
	named  bool // a member named a secret
}

// jsonPairs finds the pairs in b. It reads a text that is not JSON as if it were
// one: the decoder ends there.
func (m Masker) jsonPairs(b []byte) (found jsonPairs) {
	var frames []jsonFrame
	top := &jsonFrame{}
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '{', '[':
			frames = append(frames, jsonFrame{offset: int64(i + 1), object: b[i] == '{', member: b[i] == '{'})
			top = &frames[len(frames)-1]
		case '}', ']':
			if len(frames) == 0 {
				continue
			}
			if top.named {
				found.named = append(found.named, top.offset)
			}
			frames = frames[:len(frames)-1]
			if top = (&jsonFrame{}); len(frames) > 0 {
				top = &frames[len(frames)-1]
			}
		case ':':
			top.member = false
		case ',':
			top.member, top.naming = top.object, false
		case '"':
			end := stringEnd(b, i)
			switch {
			case !top.object:
			case top.member:
				top.naming = isNaming(member(b[i:end]))
			case top.naming:
				top.named = top.named || m.namesSecret(member(b[i:end]))
			}
			i = end - 1
		}
	}
	for _, f := range frames {
		switch {
		case f.named:
			found.named = append(found.named, f.offset)
		case f.object:
			found.open = append(found.open, f.offset)
		}
	}
	slices.Sort(found.named)
	return found
}

// stringEnd is the offset behind the string that begins at i.
func stringEnd(b []byte, i int) int {
	for i++; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(b)
}

// member decodes b, a JSON string. The result is "" if b is none, or too long for
// a name.
func member(b []byte) string {
	if bytes.IndexByte(b, '\\') < 0 {
		return string(b[1:max(1, len(b)-1)])
	}
	var s string
	if len(b) <= 1024 {
		_ = json.Unmarshal(b, &s)
	}
	return s
}
