package engine

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/redact"
)

// maxQuote is the number of bytes of a body that an error shows.
const maxQuote = 120

// Quote returns the beginning of a text as an error may show it, with its secrets hidden;
// "" if data is not text.
func (c *Core) Quote(m codec.Media, data []byte) string {
	data, err := codec.ToUTF8(data[:min(len(data), httperror.MaxBody)], m.Charset)
	if err != nil || bytes.IndexByte(data, 0) >= 0 {
		return ""
	}
	text := redact.Masker{Names: c.SecretNames}.Body(data, m.Type)
	words := strings.Join(strings.Fields(valueAttribute.ReplaceAllString(string(text), "${1}"+redact.Mask)), " ")
	for end := range words {
		if end > maxQuote {
			return strconv.Quote(strings.ToValidUTF8(words[:maxQuote], ""))
		}
	}
	return strconv.Quote(words)
}

// valueAttribute matches the attribute of an HTML tag that has the value of a form's
// field, or the content of a meta tag. All of them are hidden: the name that says whether
// the value is a secret may be before or after it.
var valueAttribute = regexp.MustCompile(`(?i)(\s(?:value|content|data-[\w-]+)\s*=\s*)("[^"]*"?|'[^']*'?|[^\s>"']+)`)
