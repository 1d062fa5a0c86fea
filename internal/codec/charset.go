package codec

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// ToUTF8 returns a text in UTF-8, without a byte order mark. A byte order mark says
// what the encoding is, then the declared charset, then the zero bytes that UTF-16
// leaves beside the first ASCII character; else it is UTF-8. Text that is not in
// its charset, and an unknown charset, are errors: nothing becomes U+FFFD.
//
// A text that is UTF-8 already is returned as it is, not copied.
func ToUTF8(data []byte, charset string) ([]byte, error) {
	enc, name, mark := marked(data)
	if enc == nil {
		enc, name = byZeros(data, charset)
	}
	switch {
	case enc != nil:
	case isUTF8(charset):
		data = data[mark:]
		if !utf8.Valid(data) {
			return nil, errCharset("UTF-8")
		}
		return data, nil
	default:
		if name = printableName(charset); name == "" {
			return nil, errUnknownCharset("")
		}
		if enc = lookup(charset); enc == nil {
			return nil, errUnknownCharset(name)
		}
	}
	return strict(enc, data[mark:], name)
}

func isUTF8(charset string) bool {
	switch strings.ToLower(charset) {
	case "", "utf-8", "utf8", "us-ascii", "ascii":
		return true
	}
	return false
}

var (
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf32BE = utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	utf32LE = utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
)

// marked is the encoding that a byte order mark names, nil for UTF-8, and the
// length of the mark.
func marked(data []byte) (enc encoding.Encoding, name string, mark int) {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		return nil, "", 3
	case bytes.HasPrefix(data, []byte("\xFF\xFE\x00\x00")):
		return utf32LE, "UTF-32LE", 4
	case bytes.HasPrefix(data, []byte("\x00\x00\xFE\xFF")):
		return utf32BE, "UTF-32BE", 4
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return utf16BE, "UTF-16BE", 2
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		return utf16LE, "UTF-16LE", 2
	}
	return nil, "", 0
}

// byZeros tells the byte order of UTF-16 without a mark, nil if it is not that. JSON
// and XML begin with an ASCII character and hold no zero byte otherwise.
func byZeros(data []byte, charset string) (encoding.Encoding, string) {
	switch lower := strings.ToLower(charset); {
	case lower == "utf-16le":
		return utf16LE, "UTF-16LE"
	case lower == "utf-16be":
		return utf16BE, "UTF-16BE"
	case len(data) < 2 || lower != "utf-16" && !isUTF8(charset):
		return nil, ""
	case data[0] == 0 && data[1] != 0:
		return utf16BE, "UTF-16BE"
	case data[0] != 0 && data[1] == 0:
		return utf16LE, "UTF-16LE"
	case lower == "utf-16": // RFC 2781, section 4.3
		return utf16BE, "UTF-16BE"
	}
	return nil, ""
}

// lookup finds a charset by its registered name, or by one that browsers know; nil
// if there is none. Browsers' "replacement" stands for charsets that cannot be
// decoded.
func lookup(charset string) encoding.Encoding {
	if enc, err := ianaindex.IANA.Encoding(charset); err == nil && enc != nil {
		return enc
	}
	enc, err := htmlindex.Get(charset)
	if err != nil || enc == encoding.Replacement {
		return nil
	}
	return enc
}

// strict decodes data. The decoders of x/text put U+FFFD for what they cannot read:
// a text with it must be one that has it in its own encoding.
func strict(enc encoding.Encoding, data []byte, name string) ([]byte, error) {
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return nil, errCharset(name)
	}
	if bytes.ContainsRune(out, utf8.RuneError) {
		if back, err := enc.NewEncoder().Bytes(out); err != nil || !bytes.Equal(back, data) {
			return nil, errCharset(name)
		}
	}
	return out, nil
}

// printableName is the name of a charset or a type that may be printed, "" if a
// server sent anything else.
func printableName(name string) string {
	if len(name) > 100 || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' }) {
		return ""
	}
	return name
}

func errCharset(name string) error { return textError{fmt.Errorf("the body is not valid %s", name)} }

func errUnknownCharset(name string) error {
	if name == "" {
		return textError{errors.New("the charset of the body is unknown")}
	}
	return textError{fmt.Errorf("the charset %s of the body is unknown", name)}
}

// textError is an error whose text quotes nothing of the body.
type textError struct{ error }
