package redact

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// appendWords appends the words of name to dst, in lower case, with a space
// between two words and a dot between two parts: "user[pinCode]" is "user.pin
// code". A word ends at a separator and where the case changes.
func appendWords(dst []byte, name string) []byte {
	var before rune // the character before r, 0 behind a separator
	for i, r := range name {
		switch {
		case r == '.' || r == '[' || r == ']' || r == '/' || r == ':':
			dst = separate(dst, '.')
			before = 0
			continue
		case r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsNumber(r):
			dst = separate(dst, ' ')
			before = 0
			continue
		case unicode.IsUpper(r) && before != 0 && (!unicode.IsUpper(before) || lowerNext(name[i+utf8.RuneLen(r):])):
			dst = separate(dst, ' ')
		}
		before = r
		if r == 'ſ' { // an s to readers that compare without case
			r = 's'
		}
		dst = utf8.AppendRune(dst, unicode.ToLower(r))
	}
	return bytes.TrimRight(dst, " .")
}

// separate ends the last word of dst with sep. A dot wins over a space.
func separate(dst []byte, sep byte) []byte {
	switch {
	case len(dst) == 0 || dst[len(dst)-1] == '.':
	case dst[len(dst)-1] == ' ':
		dst[len(dst)-1] = sep
	default:
		dst = append(dst, sep)
	}
	return dst
}

// lowerNext reports whether s begins with a small letter: the capital before it
// begins a word, as the R in "SAMLResponse" does.
func lowerNext(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// flatten appends words to dst without the spaces between them and with between
// in the place of a dot.
func flatten(dst, words []byte, between string) []byte {
	for _, c := range words {
		switch c {
		case ' ':
		case '.':
			dst = append(dst, between...)
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// secretParts reports whether a part of a flat name promises a secret, or all
// parts together do, as in card[number].
func secretParts(flat []byte) bool {
	var a [96]byte
	joined := a[:0]
	for part, rest := nextPart(flat); part != nil; part, rest = nextPart(rest) {
		if harmless[string(part)] {
			continue
		}
		joined = append(joined, part...)
		if wholeParts[string(part)] || containsSecret(part) || bytes.HasSuffix(part, []byte("pass")) && !endsHarmless(part) {
			return true
		}
	}
	return len(joined) < len(flat) && containsSecret(joined)
}

// nextPart is the first part of a flat name, nil if there is none, and the rest.
func nextPart(flat []byte) (part, rest []byte) {
	if len(flat) == 0 {
		return nil, nil
	}
	if i := bytes.IndexByte(flat, '.'); i >= 0 {
		return flat[:i], flat[i+1:]
	}
	return flat, nil
}

func containsSecret(flat []byte) bool {
	for i, c := range flat {
		for _, s := range inside[c] {
			if bytes.HasPrefix(flat[i:], s) {
				return true
			}
		}
	}
	return false
}

func endsHarmless(part []byte) bool {
	for _, s := range endings {
		if bytes.HasSuffix(part, s) {
			return true
		}
	}
	return false
}

// secretWords reports whether a word of a name promises a secret. The last word
// of a part may do so with the one before it: a signing key is a secret, a
// primary key is none.
func secretWords(words []byte) bool {
	var before []byte
	for len(words) > 0 {
		size := bytes.IndexAny(words, " .")
		last := size < 0 || words[size] == '.'
		if size < 0 {
			size = len(words)
		}
		word := bytes.TrimRight(words[:size], "0123456789") // cvv2
		if singleWords[string(word)] || last && lastWords[string(word)] {
			return true
		}
		if last && before != nil {
			switch string(word) {
			case "key", "keys":
				if !plainKeys[string(before)] {
					return true
				}
			case "code", "codes":
				if !plainCodes[string(before)] && !plainCodes[string(bytes.TrimSuffix(before, []byte("s")))] {
					return true
				}
			}
		}
		before = words[:size]
		words = words[min(size+1, len(words)):]
	}
	return false
}
