package config

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/goccy/go-yaml/ast"
)

// scalar is a setting that one word of the file makes.
type scalar interface {
	read(word) error // what is wrong with the word
	fmt.Stringer     // as a file would say it
	schema() schema
}

// word is a scalar of the file as it is written.
type word struct {
	text string
	kind ast.NodeType
}

func (w word) isText() bool { return w.kind == ast.StringType || w.kind == ast.LiteralType }

// String names w in an error.
func (w word) String() string {
	if w.isText() {
		return strconv.Quote(w.text)
	}
	return w.text
}

// Text is a line of text. A reference in it (${env:NAME}, ${file:PATH}) stands
// for what it names.
type Text string

func (t *Text) read(w word) error {
	if !w.isText() {
		return fmt.Errorf("%s is not text: put it in quotes", w)
	}
	if err := checkReferences(w.text); err != nil {
		return err
	}
	*t = Text(w.text)
	return nil
}

func (t Text) String() string { return string(t) }
func (Text) schema() schema   { return schema{"type": "string"} }

// Secret is a line of text that does not stand in the file, but for its
// references.
type Secret string

var errSecret = errors.New("a secret does not stand in the file: use ${env:NAME} or ${file:PATH}")

func (s *Secret) read(w word) error {
	if !w.isText() || len(references(w.text)) == 0 {
		return errSecret
	}
	return (*Text)(s).read(w)
}

func (s Secret) String() string { return string(s) }
func (Secret) schema() schema {
	return schema{"type": "string", "pattern": `\$\{(env|file):[^}]+\}`}
}

// Name is text without references, such as the name of a header.
type Name string

func (n *Name) read(w word) error {
	if !w.isText() || w.text == "" {
		return fmt.Errorf("%s is not a name", w)
	}
	*n = Name(w.text)
	return nil
}

func (n Name) String() string { return string(n) }
func (Name) schema() schema   { return schema{"type": "string", "minLength": 1} }

// Flag is true or false.
type Flag bool

func (f *Flag) read(w word) error {
	if w.kind != ast.BoolType {
		return fmt.Errorf("%s is neither true nor false", w)
	}
	*f = w.text == "true" || w.text == "True" || w.text == "TRUE"
	return nil
}

func (f Flag) String() string { return strconv.FormatBool(bool(f)) }
func (Flag) schema() schema   { return schema{"type": "boolean"} }
