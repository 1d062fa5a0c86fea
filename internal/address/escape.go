package address

import "strings"

// notInPath are the printable bytes that no path has unescaped (RFC 3986, section
// 3.3). A path with one of them is escaped anew by net/url, which then decodes what
// is escaped already: %2F becomes a slash.
const notInPath = " \"<>\\^`{|}"

// escapePath escapes, in the path of a URL, the bytes that no path has. What is
// escaped already stays, control characters too: net/url refuses them.
func escapePath(raw string) string {
	host, query := partsOf(raw)
	clean := host
	for clean < query && inPath(raw[clean]) {
		clean++
	}
	if clean == query {
		return raw
	}
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.WriteString(raw[:clean])
	for _, c := range []byte(raw[clean:query]) {
		if inPath(c) {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', hex[c>>4], hex[c&15]})
	}
	b.WriteString(raw[query:])
	return b.String()
}

func inPath(c byte) bool {
	return c < 0x80 && strings.IndexByte(notInPath, c) < 0
}
