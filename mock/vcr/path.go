package vcr

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"example.com/outbound/internal/redact"
)

// hide takes the names of [Hide].
func (p *Tape) hide(names []string) {
	for _, name := range names {
		if !strings.HasPrefix(name, "/") {
			p.names = p.names.With(name)
			continue
		}
		pattern, err := pathPattern(name)
		if err != nil {
			p.problem = err
		}
		p.paths = append(p.paths, pattern)
	}
}

// part matches the braces and stars of a path pattern.
var part = regexp.MustCompile(`\{[^{}/]*\}|\*`)

// pathPattern returns an expression for the paths that begin like template. Its
// groups are the secrets.
func pathPattern(template string) (*regexp.Regexp, error) {
	var b strings.Builder
	b.WriteByte('^')
	done, secrets := 0, 0
	for _, at := range part.FindAllStringIndex(template, -1) {
		b.WriteString(regexp.QuoteMeta(template[done:at[0]]))
		if done = at[1]; template[at[0]] == '*' {
			b.WriteString(`[^/]+`)
			continue
		}
		secrets++
		b.WriteString(`([^/]+)`)
	}
	b.WriteString(regexp.QuoteMeta(template[done:]))
	if secrets == 0 {
		return nil, fmt.Errorf("Hide(%q): no {braces} say which part of the path is the secret", template)
	}
	return regexp.Compile(b.String())
}

// pathSecrets calls found with each secret that the patterns find in path, an
// escaped one, and returns path without them.
func (p *Tape) pathSecrets(path string, found func(secret string)) string {
	for _, pattern := range p.paths {
		at := pattern.FindStringSubmatchIndex(path)
		if at == nil {
			continue
		}
		var b strings.Builder
		done := 0
		for i := 2; i < len(at); i += 2 {
			secret := path[at[i]:at[i+1]]
			if plain, err := url.PathUnescape(secret); err == nil {
				secret = plain
			}
			found(secret)
			b.WriteString(path[done:at[i]] + redact.Mask)
			done = at[i+1]
		}
		path = b.String() + path[done:]
	}
	return path
}
