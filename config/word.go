package config

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	yamltoken "github.com/goccy/go-yaml/token"
)

// word is a scalar of the file as it is written.
type word struct {
	text string
	sort wordSort
}

type wordSort int

const (
	otherWord wordSort = iota
	textWord
	numberWord
	flagWord
)

// jsonNumber is a number of JSON (RFC 8259, section 6). What else YAML has (+5,
// 0x10, 1_000, 010, .inf) is not taken: YAML 1.1 and 1.2 read it differently.
var jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// wordOf returns the scalar n; ok is false if n is no scalar.
func wordOf(n ast.Node) (w word, ok bool) {
	switch n := n.(type) {
	case *ast.LiteralNode:
		return word{strings.TrimRight(n.Value.Value, "\n"), textWord}, true
	case *ast.StringNode:
		if n.Token.Type == yamltoken.StringType && jsonNumber.MatchString(n.Value) {
			return word{n.Value, numberWord}, true // 1e3, which the parser takes for a text
		}
		return word{n.Value, textWord}, true
	case ast.ScalarNode:
		return word{n.GetToken().Value, sorts[n.Type()]}, true
	}
	return word{}, false
}

var sorts = map[ast.NodeType]wordSort{
	ast.IntegerType: numberWord, ast.FloatType: numberWord, ast.InfinityType: numberWord, ast.NanType: numberWord,
	ast.BoolType: flagWord,
}

func (w word) isText() bool   { return w.sort == textWord }
func (w word) isNumber() bool { return w.sort == numberWord }
func (w word) isFlag() bool   { return w.sort == flagWord }

// isFalse reports whether w is the flag false.
func (w word) isFalse() bool { return w.isFlag() && strings.EqualFold(w.text, "false") }

// onOrOff is the word that some YAML writers have put a flag in the place of, "" if
// w is no flag.
func (w word) onOrOff() string {
	switch {
	case w.isFalse():
		return "off"
	case w.isFlag():
		return "on"
	}
	return ""
}

// String names w in an error.
func (w word) String() string {
	if w.isText() {
		return strconv.Quote(w.text)
	}
	return w.text
}
