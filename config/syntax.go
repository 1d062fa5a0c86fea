package config

import (
	"errors"
	"fmt"

	yaml "github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// parse makes the tree of the file. Its error is one Problem: after a bad line
// nobody knows what the others mean.
func parse(data []byte, file string) (root ast.Node, err error) {
	bad := func(at Position, text string) error { return Problems{{Position: at, Text: text}} }
	begin := Position{file, 1, 1}
	defer func() {
		if p := recover(); p != nil { // the parser's own fault
			root, err = nil, bad(begin, fmt.Sprintf("not YAML: %v", p))
		}
	}()
	tree, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		var syntax yaml.Error
		if errors.As(err, &syntax) && syntax.GetToken() != nil {
			p := syntax.GetToken().Position
			return nil, bad(Position{file, p.Line, p.Column}, syntax.GetMessage())
		}
		return nil, bad(begin, err.Error())
	}
	for _, doc := range tree.Docs {
		switch {
		case doc.Body == nil || doc.Body.Type() == ast.CommentType || doc.Body.Type() == ast.DirectiveType:
		case root != nil:
			return nil, bad(placeOf(doc.Body, file), "a second document: a file of presets is one")
		default:
			root = doc.Body
		}
	}
	if root == nil {
		return nil, bad(begin, "the file is empty: it begins with presets:")
	}
	return root, nil
}
