package httperror

import (
	"strings"
	"unicode/utf8"
)

// The layout of [Error.Explain].
const (
	tableWidth = 80
	tableLabel = 14 // columns before the text
	tableLines = 15
	rowLines   = 5 // at most, of one row
)

// table is a head and rows of a label and a text, which is wrapped at spaces.
type table struct {
	head string
	rows []row
}

type row struct{ label, text string }

func (t *table) row(label, text string) { t.rows = append(t.rows, row{label, text}) }

// fits reports whether no row need be cut.
func (t *table) fits() bool {
	lines := len(t.headLines())
	for _, r := range t.rows {
		n := len(r.wrap(0))
		if n > rowLines {
			return false
		}
		lines += n
	}
	return lines <= tableLines
}

// String returns the table with at most tableLines lines. Where there are more, the
// ends of the longest rows are cut.
func (t *table) String() string {
	out := t.headLines()
	rows := make([][]string, len(t.rows))
	room := tableLines - len(out)
	for i, r := range t.rows {
		rows[i] = r.wrap(rowLines)
		room -= len(rows[i])
	}
	for ; room < 0; room++ {
		longest := 0
		for i := range rows {
			if len(rows[i]) > len(rows[longest]) {
				longest = i
			}
		}
		rows[longest] = t.rows[longest].wrap(max(len(rows[longest])-1, 1))
	}
	for _, r := range rows {
		out = append(out, r...)
	}
	return strings.Join(out, "\n") + "\n"
}

// headLines is the head, which has a second line if it is too long for one.
func (t *table) headLines() []string {
	const after = " failed after "
	if i := strings.LastIndex(t.head, after); i > 0 && utf8.RuneCountInString(t.head) > tableWidth {
		return []string{t.head[:i] + " failed", "after " + t.head[i+len(after):]}
	}
	return []string{t.head}
}

// wrap returns the lines of a row, at most the given number of them; 0 = no bound.
func (r row) wrap(most int) (lines []string) {
	at, empty := "  "+pad(r.label, tableLabel-3)+" ", true
	for word := range strings.FieldsSeq(r.text) {
		switch {
		case empty:
			at, empty = at+word, false
		case utf8.RuneCountInString(at)+1+utf8.RuneCountInString(word) <= tableWidth:
			at += " " + word
		default:
			lines = append(lines, at)
			at = strings.Repeat(" ", tableLabel) + word
		}
	}
	lines = append(lines, at)
	if most == 0 || len(lines) <= most {
		return lines
	}
	lines = lines[:most]
	end := &lines[most-1]
	if i := strings.LastIndexByte(*end, ' '); utf8.RuneCountInString(*end) > tableWidth-2 && i > tableLabel {
		*end = (*end)[:i]
	}
	*end += " …"
	return lines
}

// pad adds spaces to s up to the given number of columns.
func pad(s string, columns int) string {
	if n := columns - utf8.RuneCountInString(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}
