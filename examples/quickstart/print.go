package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// printError prints what a program can read from an error.
func printError(out io.Writer, e *outbound.HTTPError) {
	_, _ = fmt.Fprintf(out, "   The call returned an *outbound.HTTPError:\n%s\n", wrapped(e.Error(), "     "))
	_, _ = fmt.Fprintln(out, "   errors.Is(err, httperror.Status(404)):", errors.Is(e, httperror.Status(404)))
	_, _ = fmt.Fprintln(out, "   Its fields:")
	for _, f := range []struct {
		name  string
		value any
	}{
		{"Kind", e.Kind}, {"Client", e.Client}, {"Operation", e.Operation}, {"Method", e.Method}, {"URL", e.URL},
		{"StatusCode", e.StatusCode}, {"Status", e.Status}, {"Body", string(e.Body)}, {"Problem", e.Problem.Title},
		{"RequestID", e.RequestID}, {"Attempts", e.Attempts}, {"History", len(e.History)},
		{"Elapsed", e.Elapsed.Round(10 * time.Microsecond)}, {"Reason", e.Reason},
	} {
		_, _ = fmt.Fprintf(out, "     %-11s %v\n", f.name, f.value)
	}
}

// wrapped is text in lines of at most 80 columns, where its words allow it.
func wrapped(text, indent string) string {
	var lines []string
	line := indent
	for _, word := range strings.Fields(text) {
		if line != indent && len(line)+len(word) > 80 {
			lines, line = append(lines, strings.TrimRight(line, " ")), indent
		}
		line += word + " "
	}
	return strings.Join(append(lines, strings.TrimRight(line, " ")), "\n")
}
