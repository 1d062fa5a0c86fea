package config

import (
	"bytes"
	"errors"
	"unicode/utf8"

	yaml "github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// parse makes the tree of the file. Its error is one Problem: after a bad line the
// others cannot be understood.
func parse(data []byte, file string) (root ast.Node, err error) {
	bad := func(at Position, text string) error { return Problems{{Position: at, Text: text}} }
	begin := Position{file, 1, 1}
	defer func() {
		if p := recover(); p != nil { // a defect of the parser
			root, err = nil, bad(begin, notYAML)
		}
	}()
	data, what := plain(data)
	if what != "" {
		return nil, bad(begin, what)
	}
	if what, line, column := tooMuch(string(data)); what != "" {
		return nil, bad(Position{file, line, column}, what)
	}
	tree, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		var syntax yaml.Error
		if errors.As(err, &syntax) && syntax.GetToken() != nil {
			p := syntax.GetToken().Position
			return nil, bad(Position{file, p.Line, p.Column}, inOurWords(syntax.GetMessage()))
		}
		return nil, bad(begin, notYAML)
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

// plain returns data without the byte order mark and the carriage returns of
// Windows. what says why data is no text for a file of presets, "" if it is.
func plain(data []byte) (text []byte, what string) {
	switch {
	case len(data) > maxFile:
		return nil, errTooLarge.Error()
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return nil, "the file is UTF-16: save it as UTF-8"
	case !utf8.Valid(data):
		return nil, "the file is not UTF-8"
	}
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), ""
}
