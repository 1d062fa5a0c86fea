package main

import (
	"regexp"
	"strings"
)

var link = regexp.MustCompile(`\[(\*?[\w.]+)\]`)

// plain is a comment as a line of Markdown.
func plain(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.ReplaceAll(link.ReplaceAllString(s, "`$1`"), "|", `\|`)
}

// valued adds the values of the constants that the text names.
func valued(s string, constants map[string]string) string {
	return link.ReplaceAllStringFunc(s, func(m string) string {
		if v := constants[m[1:len(m)-1]]; v != "" {
			return m + " (" + v + ")"
		}
		return m
	})
}

// effect takes the first paragraph of the comment apart: what the option does, and
// what holds without it.
func (o option) effect() (effect, byDefault string) {
	paragraph, _, _ := strings.Cut(o.comment, "\n\n")
	effect, byDefault, _ = strings.Cut(strings.Join(strings.Fields(paragraph), " "), " Default: ")
	if i := strings.Index(o.comment, "Default: "); byDefault == "" && i >= 0 {
		byDefault = o.comment[i+len("Default: "):]
	}
	return plain(effect), plain(byDefault)
}

// isPreset reports whether the comment has a table of values.
func (o option) isPreset() bool { return strings.Contains(o.comment, "\tsetting ") }

// preset is the comment with its table in Markdown.
func (o option) preset() string {
	var b strings.Builder
	for paragraph := range strings.SplitSeq(strings.TrimSpace(o.comment), "\n\n") {
		if strings.HasPrefix(paragraph, "\tsetting ") {
			b.WriteString(table(strings.Split(strings.TrimRight(paragraph, "\n"), "\n")))
		} else {
			b.WriteString(plain(paragraph) + "\n\n")
		}
	}
	return b.String()
}

// table makes a table of lines whose columns begin where those of the first line
// do. A line without a setting continues the one before it.
func table(lines []string) string {
	head := []rune(strings.TrimPrefix(lines[0], "\t"))
	value := strings.Index(string(head), "value")
	from := strings.Index(string(head), "option")
	var rows [][3]string
	for _, line := range lines[1:] {
		l := []rune(strings.TrimPrefix(line, "\t"))
		if strings.HasPrefix(string(l), "all of") {
			rows = append(rows, [3]string{string(l), "", ""})
			continue
		}
		cell := func(from, to int) string {
			return strings.TrimSpace(string(l[min(from, len(l)):min(to, len(l))]))
		}
		row := [3]string{cell(0, value), cell(value, from), cell(from, len(l))}
		if row[0] == "" && len(rows) > 0 {
			last := &rows[len(rows)-1]
			last[1] = strings.TrimSpace(last[1] + " " + row[1])
			last[2] += row[2]
			continue
		}
		rows = append(rows, row)
	}
	var b strings.Builder
	b.WriteString("| setting | value | option |\n| --- | --- | --- |\n")
	for _, r := range rows {
		if r[2] != "" {
			r[2] = "`" + r[2] + "`"
		}
		b.WriteString("| " + r[0] + " | " + r[1] + " | " + r[2] + " |\n")
	}
	return b.String() + "\n"
}
