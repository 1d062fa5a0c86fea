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

// maxQuote is how many bytes of a body an error shows.
const maxQuote = 120

// Quote is the beginning of a text as an error may show it, without its secrets; ""
// for what is no text.
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

// valueAttribute is the attribute of a tag that has the value of a form's field,
// or of what a meta tag names. Which name it goes with may stand on either side.
var valueAttribute = regexp.MustCompile(`(?i)(\s(?:value|content|data-[\w-]+)\s*=\s*)("[^"]*"?|'[^']*'?|[^\s>"']+)`)
