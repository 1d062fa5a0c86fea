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
)

// table is lines of a label and a text, which is wrapped at spaces.
type table struct{ b strings.Builder }

func (t *table) String() string { return t.b.String() }

// room is the number of lines, at most 3, that the next row may have if the rows
// after it need so many.
func (t *table) room(after int) int {
	return min(3, tableLines-strings.Count(t.String(), "\n")-after)
}

// head writes a line without a label.
func (t *table) head(text string) { t.b.WriteString(text + "\n") }

// row writes a label and a text of at most max lines, and returns how many; what
// is longer is cut.
func (t *table) row(label, text string, max int) (lines int) {
	t.b.WriteString("  " + pad(label, tableLabel-3) + " ")
	column := 0
	lines = 1
	for i, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch room := tableWidth - tableLabel - column; {
		case i == 0 || 1+n <= room && (lines < max || 2+n <= room):
		case lines == max:
			t.b.WriteString("…\n")
			return lines
		default:
			t.b.WriteString("\n" + strings.Repeat(" ", tableLabel))
			column = 0
			lines++
		}
		if column > 0 {
			t.b.WriteByte(' ')
			column++
		}
		t.b.WriteString(word)
		column += n
	}
	t.b.WriteByte('\n')
	return lines
}

// pad adds spaces to s up to the given number of columns.
func pad(s string, columns int) string {
	if n := columns - utf8.RuneCountInString(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}
