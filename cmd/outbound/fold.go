package main

import (
	"regexp"
	"strings"
)

var label = regexp.MustCompile(`^  \S.*?  +`) // of a row of an explanation

// fold breaks the lines of an explanation at blanks for a terminal of that width. The
// further lines of a value are indented like its first one.
func fold(text string, width int) string {
	var rows []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if value := strings.TrimLeft(line, " "); len(rows) > 0 && len(line)-len(value) > len("  ") {
			rows[len(rows)-1] += " " + value
			continue
		}
		rows = append(rows, line)
	}
	var b strings.Builder
	for _, row := range rows {
		begin := label.FindString(row)
		b.WriteString(begin)
		at := cells(begin)
		hanging := max(at, len("  "))
		for i, word := range strings.Fields(row[len(begin):]) {
			switch {
			case i == 0:
			case at+1+cells(word) > width:
				b.WriteString("\n" + strings.Repeat(" ", hanging))
				at = hanging
			default:
				b.WriteString(" ")
				at++
			}
			b.WriteString(word)
			at += cells(word)
		}
		b.WriteString("\n")
	}
	return b.String()
}
