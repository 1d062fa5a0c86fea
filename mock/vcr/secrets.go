package vcr

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"example.com/outbound/internal/redact"
)

// A secret of at least shortest bytes is hidden wherever it occurs. One of at least
// shortWord bytes is hidden where it is a whole word, if it has letters and digits.
// Hiding shorter ones, or short words of the language, would hide half of
// everything.
const (
	shortest  = 6
	shortWord = 4
)

// secrets are those of one exchange.
type secrets struct {
	values []string        // hidden wherever they occur
	words  map[string]bool // hidden where they are whole words
}

func (s *secrets) add(value string) {
	switch {
	case value == redact.Mask:
	case len(value) >= shortest:
		s.values = append(s.values, value)
	case len(value) >= shortWord && hasLettersAndDigits(value):
		if s.words == nil {
			s.words = map[string]bool{}
		}
		s.words[value] = true
	}
}

func (s *secrets) addAll(other *secrets) {
	s.values = append(s.values, other.values...)
	for word := range other.words {
		s.add(word)
	}
}

// hasLettersAndDigits reports whether s has both, and nothing else.
func hasLettersAndDigits(s string) bool {
	letter := strings.ContainsFunc(s, unicode.IsLetter)
	digit := strings.ContainsFunc(s, unicode.IsNumber)
	return letter && digit && !strings.ContainsFunc(s, noWord)
}

func noWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }

// addHeader adds the values of sensitive fields, and the credentials, cookies
// and passwords in them.
func (s *secrets) addHeader(names *redact.Names, h http.Header) {
	for name, values := range h {
		if !names.Sensitive(name) || isChallenge(name) {
			continue
		}
		for _, v := range values {
			s.add(v)
			_, credentials, _ := strings.Cut(v, " ")
			s.add(credentials)
		}
	}
	for _, c := range (&http.Request{Header: h}).Cookies() {
		s.add(c.Value)
	}
	for _, c := range (&http.Response{Header: h}).Cookies() {
		s.add(c.Value)
	}
	if _, password, ok := (&http.Request{Header: h}).BasicAuth(); ok {
		s.add(password)
	}
}

// isChallenge reports whether a field only says how to authenticate (RFC 9110,
// section 11.6.1).
func isChallenge(name string) bool {
	return name == "Www-Authenticate" || name == "Proxy-Authenticate"
}

// replacer puts the mask in the place of the secrets in a text. It takes time
// linear in the text's length, however many secrets there are.
func (s *secrets) replacer() func(text string) string {
	slices.SortFunc(s.values, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	s.values = slices.Compact(s.values)
	var pairs []string
	for _, v := range s.values {
		pairs = append(pairs, v, redact.Mask)
		for _, escaped := range []string{url.QueryEscape(v), url.PathEscape(v)} {
			if escaped != v {
				pairs = append(pairs, escaped, redact.Mask)
			}
		}
	}
	if len(pairs) == 0 && len(s.words) == 0 {
		return func(text string) string { return text }
	}
	values := strings.NewReplacer(pairs...)
	return func(text string) string { return s.replaceWords(values.Replace(text)) }
}

func (s *secrets) replaceWords(text string) string {
	if len(s.words) == 0 {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		size := strings.IndexFunc(text, noWord)
		if size < 0 {
			size = len(text)
		}
		if word := text[:size]; s.words[word] {
			b.WriteString(redact.Mask)
		} else {
			b.WriteString(word)
		}
		next := strings.IndexFunc(text[size:], func(r rune) bool { return !noWord(r) })
		if next < 0 {
			next = len(text) - size
		}
		b.WriteString(text[size : size+next])
		text = text[size+next:]
	}
	return b.String()
}
