package mock

import (
	"fmt"
	"net/url"
	"strings"
)

// checkSegment refuses braces that are no pattern: no request has them in its
// path, since net/url escapes them.
func checkSegment(s string, last bool) error {
	name := s
	if wild(s) {
		var rest bool
		if name, rest = strings.CutSuffix(s[1:len(s)-1], "..."); rest && !last {
			return fmt.Errorf("%s is not the last segment", s)
		}
		if name == "" {
			return fmt.Errorf("%s has no name", s)
		}
	}
	if strings.ContainsAny(name, "{}") {
		return fmt.Errorf("%s is neither a text nor {name}: a pattern is a whole segment; write a brace as %%7B or %%7D", s)
	}
	return nil
}

func wild(s string) bool { return len(s) > 1 && s[0] == '{' && s[len(s)-1] == '}' }

// matchSegment compares decoded segments: "%41" is "A", but "%2F" does not end a
// segment.
func matchSegment(want, got string) bool {
	if wild(want) {
		return got != ""
	}
	return want == got || plain(want) == plain(got)
}

func plain(segment string) string {
	if s, err := url.PathUnescape(segment); err == nil {
		return s
	}
	return segment
}
