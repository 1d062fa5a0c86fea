package stream

import (
	"slices"
	"strings"
)

// link is one value of a Link field (RFC 8288, section 3).
type link struct {
	target string
	rels   []string
}

func (l link) is(rel string) bool {
	return slices.ContainsFunc(l.rels, func(r string) bool { return strings.EqualFold(r, rel) })
}

// parseLinks reads a Link field as leniently as servers write it (appendix B.3):
// empty elements and a comma at the end count for nothing.
func parseLinks(field string) (all []link) {
	for rest := field; ; {
		_, after, ok := strings.Cut(rest, "<")
		if !ok {
			return all
		}
		target, params, ok := strings.Cut(after, ">")
		if !ok {
			return all
		}
		l := link{target: strings.TrimSpace(target)}
		l.rels, rest = parseParams(params)
		all = append(all, l)
	}
}

// parseParams reads the parameters of a link up to the comma after it. The first
// rel counts.
func parseParams(s string) (rels []string, rest string) {
	for {
		s = strings.TrimLeft(s, " \t;")
		if s == "" || s[0] == ',' {
			return rels, s
		}
		var name, value string
		name, value, s = parseParam(s)
		if rels == nil && strings.EqualFold(name, "rel") {
			rels = strings.Fields(value)
		}
	}
}

func parseParam(s string) (name, value, rest string) {
	end := strings.IndexAny(s, "=;,")
	if end < 0 {
		return strings.TrimSpace(s), "", ""
	}
	name, rest = strings.TrimSpace(s[:end]), s[end:]
	if rest[0] != '=' {
		return name, "", rest
	}
	rest = strings.TrimLeft(rest[1:], " \t")
	if strings.HasPrefix(rest, `"`) {
		value, rest = quoted(rest[1:])
		return name, value, rest
	}
	if end = strings.IndexAny(rest, ";,"); end < 0 {
		end = len(rest)
	}
	return name, strings.TrimSpace(rest[:end]), rest[end:]
}

// quoted reads a quoted string behind its first quote (RFC 9110, section 5.6.4).
func quoted(s string) (value, rest string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:]
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String(), ""
}
