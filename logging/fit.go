package logging

import (
	"strings"
	"unicode/utf8"
)

// The layout of a summary on a terminal.
const (
	consoleWidth = 80
	beforeWhere  = 30 // columns: time, level, method, status and duration
	beforeRest   = 9  // columns in front of a line that continues
)

// fit returns the end of a summary: where a request went, why it failed and the end of
// its ID. Where that is too long for a line, the query is cut off, then the name of the
// client stands for the host; where it is still too long, the reason follows on lines of
// its own.
func fit(where, client, why, id string) string {
	short := where
	if at := strings.IndexByte(where, '?'); at >= 0 {
		short = where[:at+1] + "…"
	}
	named := short
	if at := strings.IndexByte(short, '/'); at >= 0 && client != "" {
		named = client + " " + short[at:]
	}
	for _, end := range []string{why, ""} {
		for _, at := range []string{where, short, named} {
			s := join(at, end, id)
			switch fits := beforeWhere+utf8.RuneCountInString(s) <= consoleWidth; {
			case fits && end == why:
				return s
			case fits:
				return s + folded(why)
			}
		}
	}
	return join(where, id) + folded(why)
}

// folded returns the lines of a reason that stands on lines of its own.
func folded(why string) string {
	if why == "" {
		return ""
	}
	return "\n" + strings.Join(fold(why, consoleWidth-beforeRest), "\n")
}

// join puts blanks between the texts that are not empty.
func join(texts ...string) string {
	var all []string
	for _, s := range texts {
		if s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, " ")
}

// fold breaks s at blanks into lines of at most width columns, which it indents.
func fold(s string, width int) (lines []string) {
	indent := strings.Repeat(" ", beforeRest)
	at := ""
	for word := range strings.FieldsSeq(s) {
		if at != "" && utf8.RuneCountInString(at)+1+utf8.RuneCountInString(word) > width {
			lines, at = append(lines, indent+at), ""
		}
		at = join(at, word)
	}
	return append(lines, indent+at)
}
