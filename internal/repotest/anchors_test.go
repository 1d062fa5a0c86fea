package repotest

import (
	"strconv"
	"strings"
	"unicode"
)

// anchors are the names of the page's headings, as code hosts make them.
func (p page) anchors() (names []string) {
	seen := map[string]int{}
	for _, line := range p.prose {
		if m := htmlAnchor.FindStringSubmatch(line); m != nil {
			names = append(names, m[1])
		}
		m := heading.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		name := slug(linkInText.ReplaceAllString(m[1], "$1"))
		n := seen[name]
		seen[name]++
		if n > 0 {
			name += "-" + strconv.Itoa(n)
		}
		names = append(names, name)
	}
	return names
}

// slug keeps letters, digits, hyphens and underscores, and makes hyphens of
// spaces.
func slug(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}
