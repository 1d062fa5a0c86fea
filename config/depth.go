package config

import (
	"github.com/goccy/go-yaml/lexer"
	yamltoken "github.com/goccy/go-yaml/token"
)

// maxDepth is how many levels a file may have within each other. The parser's cost
// grows with their square; a real file has fewer than twenty.
const maxDepth = 64

// tooDeep returns the place where text has more than maxDepth levels, line 0 if it
// has not. A level is an open bracket or brace, or a margin within a margin.
func tooDeep(text string) (line, column int) {
	var margins []int
	brackets, last := 0, 0
	for _, t := range lexer.Tokenize(text) {
		at := t.Position
		switch t.Type {
		case yamltoken.SequenceStartType, yamltoken.MappingStartType:
			brackets++
		case yamltoken.SequenceEndType, yamltoken.MappingEndType:
			brackets = max(brackets-1, 0)
		}
		if brackets == 0 && (at.Line != last || opens[t.Type]) {
			for len(margins) > 0 && margins[len(margins)-1] >= at.Column {
				margins = margins[:len(margins)-1]
			}
			margins = append(margins, at.Column)
		}
		last = at.Line
		if len(margins)+brackets > maxDepth {
			return at.Line, at.Column
		}
	}
	return 0, 0
}

// opens are the tokens that begin a level within their line.
var opens = map[yamltoken.Type]bool{
	yamltoken.SequenceEntryType: true, yamltoken.MappingKeyType: true, yamltoken.MappingValueType: true,
	yamltoken.AnchorType: true, yamltoken.TagType: true,
}
