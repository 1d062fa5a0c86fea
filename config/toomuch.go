package config

import (
	"fmt"

	"github.com/goccy/go-yaml/lexer"
	yamltoken "github.com/goccy/go-yaml/token"
)

// The parser's cost grows with the square of both. 64 levels within each other are
// three times, and 20 000 keys a hundred times what a real file has.
const (
	maxDepth = 64
	maxKeys  = 20_000
)

// tooMuch says which bound text exceeds, and where; "" if it exceeds none. A level is an open bracket or brace, or a margin within a margin.
func tooMuch(text string) (what string, line, column int) {
	var margins []int
	brackets, last, keys := 0, 0, 0
	for _, t := range lexer.Tokenize(text) {
		at := t.Position
		switch t.Type {
		case yamltoken.SequenceStartType, yamltoken.MappingStartType:
			brackets++
		case yamltoken.SequenceEndType, yamltoken.MappingEndType:
			brackets = max(brackets-1, 0)
		case yamltoken.MappingValueType:
			keys++
		}
		if brackets == 0 && (at.Line != last || opens[t.Type]) {
			for len(margins) > 0 && margins[len(margins)-1] >= at.Column {
				margins = margins[:len(margins)-1]
			}
			margins = append(margins, at.Column)
		}
		last = at.Line
		switch {
		case len(margins)+brackets > maxDepth:
			return fmt.Sprintf("more than %d levels within each other", maxDepth), at.Line, at.Column
		case keys > maxKeys:
			return fmt.Sprintf("more than %d keys in one file", maxKeys), at.Line, at.Column
		}
	}
	return "", 0, 0
}

// opens are the tokens that begin a level within their line.
var opens = map[yamltoken.Type]bool{
	yamltoken.SequenceEntryType: true, yamltoken.MappingKeyType: true, yamltoken.MappingValueType: true,
	yamltoken.AnchorType: true, yamltoken.TagType: true,
}
