package config

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
)

// dollar stands for a dollar and a brace that begin no reference.
const dollar = "$${"

var reference = regexp.MustCompile(`\$\$\{|\$\{[^}]*\}?`)

// references are the ones in text, as they are written.
func references(text string) []string {
	return slices.DeleteFunc(reference.FindAllString(text, -1), func(r string) bool { return r == dollar })
}

func checkReferences(text string) error {
	for _, ref := range references(text) {
		if kind, name := split(ref); kind != "env" && kind != "file" || name == "" || !strings.HasSuffix(ref, "}") {
			return fmt.Errorf("%s is no reference: write ${env:NAME} or ${file:PATH}, and $${ where no reference is meant", ref)
		}
	}
	return nil
}

// split takes "${kind:name}" apart.
func split(ref string) (kind, name string) {
	kind, name, _ = strings.Cut(strings.TrimSuffix(ref[2:], "}"), ":")
	return kind, name
}

// resolver puts in what the references of one preset stand for.
type resolver struct {
	file     *File
	preview  bool     // references stand for the word secret, and nothing is read
	read     []string // what they stood for, in order
	files    []string // that they name
	problems []error
}

// text is t with its references resolved. One that stands for nothing is a
// problem, named without its value.
func (r *resolver) text(t Text) string {
	return reference.ReplaceAllStringFunc(string(t), func(ref string) string {
		if ref == dollar {
			return "${"
		}
		value, err := r.lookUp(split(ref))
		if err != nil {
			r.problems = append(r.problems, fmt.Errorf("%s: %w", ref, err))
		}
		r.read = append(r.read, value)
		return value
	})
}

// address is a URL with its references resolved. What they stand for decides
// whether it is one, so that a preview takes another.
func (r *resolver) address(t Text) string {
	if r.preview && len(references(string(t))) > 0 {
		return "https://preview.invalid"
	}
	return r.text(t)
}

func (r *resolver) secret(s Secret) string { return r.text(Text(s)) }

var (
	errUnset = errors.New("the variable is not set, or empty")
	errEmpty = errors.New("the file is empty")
)

// lookUp is the value of a reference. The line break at the end of a file is
// none of it.
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
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	v := strings.TrimRight(string(data), "\r\n")
	if v == "" {
		return "", errEmpty
	}
	return v, nil
}
