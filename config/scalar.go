package config

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
)

// scalar says how one sort of value is written in a file. The reader, the schema
// and Explain all use the table [scalars]; the tag "as" names the row.
type scalar struct {
	want    string   // what the value is, for errors: "a whole number of 0 or more"
	words   []choice // texts with a value of their own
	pattern string   // of all other texts, "" if only the words are taken
	number  schema   // the numbers that are taken, as JSON Schema has it; nil for none
	flag    bool     // true and false are taken
	parse   func(*scalar, word) (any, error)
	format  func(any) string    // nil: fmt.Sprint
	refuse  func(w word) string // says why w is not taken; nil: "… is not " + want
	regexp  *regexp.Regexp      // pattern, compiled
}

// choice is a text and its value.
type choice struct {
	text  string
	value any
}

// read returns the value of w.
func (s *scalar) read(w word) (any, error) {
	if w.isNumber() && s.onlyWords() {
		w.sort = textWord // 1.2, a version
	}
	for _, c := range s.words {
		if w.isText() && w.text == c.text {
			return c.value, nil
		}
	}
	switch {
	case s.onlyWords():
		return nil, fmt.Errorf("unknown value %s; %s", w, instead(w.text, s.texts()))
	case w.isText() && s.pattern != "" && s.regexp.MatchString(w.text),
		w.isNumber() && s.number != nil && jsonNumber.MatchString(w.text), w.isFlag() && s.flag:
		return s.parse(s, w)
	}
	return nil, s.not(w)
}

// not is the error for a word that s does not take.
func (s *scalar) not(w word) error {
	if s.refuse != nil {
		return errors.New(s.refuse(w))
	}
	return fmt.Errorf("%s is not %s", w, s.want)
}

func (s *scalar) onlyWords() bool { return s.pattern == "" && s.number == nil && !s.flag }

func (s *scalar) texts() []string {
	out := make([]string, len(s.words))
	for i, c := range s.words {
		out[i] = c.text
	}
	return out
}

// show writes the value v as a file would have it.
func (s *scalar) show(v reflect.Value) string {
	i := slices.IndexFunc(s.words, func(c choice) bool { return c.value == v.Interface() })
	switch {
	case i >= 0:
		return s.words[i].text
	case s.format != nil:
		return s.format(v.Interface())
	}
	return fmt.Sprint(v.Interface())
}
