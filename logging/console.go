package logging

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/rs/zerolog"
)

// Console returns an output for people: the parts that every line has stand
// under each other, the rest follows as name=value. It is in colour where w is a
// terminal and the environment has neither NO_COLOR (https://no-color.org) nor
// TERM=dumb, and plain where it is piped or a file.
//
//	log := zerolog.New(logging.Console(os.Stderr)).With().Timestamp().Logger()
func Console(w io.Writer) zerolog.ConsoleWriter {
	plain := !terminal(w) || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb"
	return zerolog.ConsoleWriter{
		Out:             w,
		NoColor:         plain,
		FormatTimestamp: paint(!plain).clock,
		FormatMessage:   func(m any) string { return fmt.Sprint(m) },
		FormatPrepare:   func(line map[string]any) error { align(line, paint(!plain)); return nil },
		FormatExtra:     command,
		FieldsExclude:   []string{"curl"},
		FieldsOrder:     []string{"error", "cause", "reason", "wait", "attempt", "next", "attempts", "bytes", "client", "operation"},
	}
}

// command puts the command of Curl on a line of its own, where it can be copied.
func command(line map[string]any, b *bytes.Buffer) error {
	curl, ok := line["curl"].(string)
	if !ok {
		return nil
	}
	if strings.ContainsFunc(curl, unicode.IsControl) { // which a terminal might obey
		curl = strconv.Quote(curl)
	}
	b.WriteString("\n    " + curl)
	return nil
}

// terminal reports whether w is one.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// align makes the message of a line of ours from its parts.
func align(line map[string]any, p paint) {
	for _, name := range durations {
		if d, ok := duration(line[name]); ok {
			line[name] = strings.Replace(d.String(), "µ", "u", 1) // zerolog quotes what is not ASCII
		}
	}
	url, ours := line["url"].(string)
	if !ours {
		return
	}
	took, _ := line["duration"].(string)
	message := []string{
		p.bold(fmt.Sprintf("%-8v", line[zerolog.MessageFieldName])),
		fmt.Sprintf("%-6v", line["method"]),
		p.status(line["status"], line["kind"] != nil),
		fmt.Sprintf("%8s", took),
		url,
	}
	line[zerolog.MessageFieldName] = strings.Join(message, " ")
	for _, name := range []string{"method", "status", "duration", "url"} {
		delete(line, name)
	}
}

// duration reads a field that zerolog has written, to three digits.
func duration(field any) (time.Duration, bool) {
	n, ok := field.(json.Number)
	if !ok {
		return 0, false
	}
	f, err := n.Float64()
	d := time.Duration(f * float64(zerolog.DurationFieldUnit))
	for unit := time.Nanosecond; unit <= time.Second; unit *= 10 {
		if d < 1000*unit {
			return d.Round(unit), err == nil
		}
	}
	return d.Round(time.Second), err == nil
}
