package redact

import "strings"

// FieldName is what of name can be the name of a header field (a token of RFC
// 9110, section 5.6.2): a whole line that was given for one is shown without its
// value.
func FieldName(name string) string {
	if i := strings.IndexFunc(name, noToken); i >= 0 {
		return name[:i]
	}
	return name
}

func noToken(r rune) bool {
	return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
}

// Path returns path unless it is no path but what the file should hold, such as
// a key: then it is hidden whole.
func Path(path string) string {
	if strings.ContainsAny(path, "\r\n") || Text(path) != path {
		return Mask
	}
	return path
}
