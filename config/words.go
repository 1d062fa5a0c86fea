package config

import "strings"

const notYAML = "this is not YAML: look at the margin, the colons, the brackets and the quotes"

// syntaxErrors has our text for the messages of the parser that contain part. The
// first row that fits is used.
var syntaxErrors = []struct{ part, text string }{
	{"tab character", "a tab: YAML is indented with spaces"},
	{"\t", "a tab: YAML is indented with spaces"},
	{"corresponding to '}'", `a "}" without its "{", or within an open "["`},
	{"corresponding to ']'", `a "]" without its "[", or within an open "{"`},
	{"',' or '}'", `a comma or "}" is missing`},
	{"',' or ']'", `a comma or "]" is missing`},
	{"but found ','", "a comma with nothing before it"},
	{"end token ']'", `the list does not end: "]" is missing`},
	{"end token '}'", `the mapping does not end: "}" is missing`},
	{"flow map content", `a comma with nothing before it, or "}" is missing`},
	{"end character", "the quoted text does not end"},
	{"merge key", "anchors and aliases are not taken: use extends"},
	{"anchor", "anchors and aliases are not taken: use extends"},
	{"alias", "anchors and aliases are not taken: use extends"},
	{"irective", "directives (lines that begin with %) are not taken"},
	{"YAML version", "directives (lines that begin with %) are not taken"},
	{"document separator", "a second document: a file of presets is one"},
	{" tag", "tags are not taken: the key says what the value is"},
	{"line break", "a key and its colon are in one line"},
	{"number of indent", "the number after | or > does not fit the margin"},
	{"escape", `the quoted text has a "\" that begins no escape: in single quotes it is a character like any other`},
	{"header option", "a number after | or > is the only thing that may follow it"},
	{"reserved character", "a text that begins with this character is put in quotes"},
	{"non-map value", `a line without "key: "`},
	{"mapping value is not allowed", `a second "key: " in the line: put a text with a colon and a space in quotes`},
	{"not allowed in this context", "it does not fit the lines before it: look at the margin, and at the space after each colon"},
	{"map key", "a key without a value, or a value without a key"},
	{"mapping key", "a key without a value, or a value without a key"},
	{"map value", "a key without a value, or a value without a key"},
	{"key name", `a line without "key: ", or with another margin than those before it`},
	{"invalid key", "it cannot be a key"},
	{"cannot start any token", "a text that begins with this character is put in quotes"},
}

// inOurWords says what a message of the parser means for a file of presets.
func inOurWords(message string) string {
	for _, e := range syntaxErrors {
		if strings.Contains(message, e.part) {
			return e.text
		}
	}
	return notYAML
}
