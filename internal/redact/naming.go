package redact

import "bytes"

// A pair is a name and a value side by side, as in
// {"name":"password","value":"x"}, <add key="password" value="x"/> and
// name=password&value=x. These are the last words of the names of its two sides.
var (
	namingWords = set(`name key id field param parameter header property attribute variable var option setting label k`)
	valueWords  = set(`value values val v text content default`)
)

// isNaming reports whether the value of a member, attribute or parameter of this
// name may be the name of another.
func isNaming(name string) bool { return lastWordIn(namingWords, name) }

// isValue reports whether a member, attribute or parameter of this name may be
// the value that goes with such a name.
func isValue(name string) bool { return lastWordIn(valueWords, name) }

func lastWordIn(words map[string]bool, name string) bool {
	var a [96]byte
	split := appendWords(a[:0], name)
	return words[string(split[bytes.LastIndexAny(split, " .")+1:])]
}

// namesSecret reports whether text is a name that promises a secret.
func (m Masker) namesSecret(text string) bool {
	const longest = 128 // a longer text is no name
	return len(text) <= longest && m.Names.Sensitive(text)
}
