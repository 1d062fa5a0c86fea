package config

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
)

// dollar is how "${" is written where it does not begin a reference.
const dollar = "$${"

var reference = regexp.MustCompile(`\$\$\{|\$\{[^}]*\}?`)

// references are the ones in text, as they are written.
func references(text string) []string {
	return slices.DeleteFunc(reference.FindAllString(text, -1), func(r string) bool { return r == dollar })
}

func checkReferences(text string) error {
	for _, ref := range references(text) {
		if kind, name := parseReference(ref); kind != "env" && kind != "file" || name == "" || !strings.HasSuffix(ref, "}") {
			return fmt.Errorf("%s is no reference: write ${env:NAME} or ${file:PATH}, and $${ where no reference is meant", ref)
		}
	}
	return nil
}

// parseReference takes "${kind:name}" apart.
func parseReference(ref string) (kind, name string) {
	kind, name, _ = strings.Cut(strings.TrimSuffix(ref[2:], "}"), ":")
	return kind, name
}

// resolver replaces the references of one preset by their values.
type resolver struct {
	file     *File
	preview  bool     // every reference has the value "secret", and nothing is read
	read     []string // the values, in order
	files    []string // that the preset depends on
	problems []error
}

func (r *resolver) bad(err error) { r.problems = append(r.problems, err) }

// replace returns text with its references replaced. edit may change or refuse each
// value; from and to are the place of the reference in text. A reference that cannot
// be resolved is a problem, which names the reference and not the value.
func (r *resolver) replace(text string, edit func(ref, value string, from, to int) (string, error)) string {
	var b strings.Builder
	done := 0
	for _, at := range reference.FindAllStringIndex(text, -1) {
		from, to := at[0], at[1]
		ref := text[from:to]
		b.WriteString(text[done:from])
		done = to
		if ref == dollar {
			b.WriteString("${")
			continue
		}
		value, err := r.lookUp(parseReference(ref))
		r.read = append(r.read, value)
		if err == nil {
			value, err = edit(ref, value, from, to)
		}
		if err != nil {
			r.bad(fmt.Errorf("%s: %w", ref, err))
		}
		b.WriteString(value)
	}
	b.WriteString(text[done:])
	return b.String()
}

// text is a line of text. A control character in it would be one in a header, in
// a URL or in credentials, none of which may have any.
func (r *resolver) text(t string) string {
	return r.replace(t, func(_, value string, _, _ int) (string, error) {
		if !fieldRE.MatchString(value) {
			return "", errControl
		}
		return value, nil
	})
}

// bytes is a text that may be any bytes.
func (r *resolver) bytes(t string) []byte {
	return []byte(r.replace(t, func(_, value string, _, _ int) (string, error) { return value, nil }))
}

var (
	errUnset   = errors.New("the variable is not set, or empty")
	errEmpty   = errors.New("the file is empty")
	errControl = errors.New("the value has a line break or another control character")
)

// lookUp is the value of a reference. A byte order mark at the beginning of a file
// and the line break at its end are no part of it.
func (r *resolver) lookUp(kind, name string) (string, error) {
	if r.preview {
		return "secret", nil
	}
	if kind == "env" {
		v := os.Getenv(name)
		if v == "" {
			return "", errUnset
		}
		return v, nil
	}
	path := r.file.resolvePath(name)
	r.files = append(r.files, path)
	data, err := readFile(path)
	if err != nil {
		return "", err
	}
	v := strings.TrimRight(strings.TrimPrefix(string(data), byteOrderMark), "\r\n")
	if v == "" {
		return "", errEmpty
	}
	return v, nil
}
