package logging

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/rs/zerolog"

	"example.com/outbound/internal/printable"
)

// Console returns an output for people. A line of this package has the time, the
// level, the method, the status, the duration, the URL, the reason of a failure and
// the end of the request ID. It fits 80 columns: a long reason is folded onto further
// lines. Other fields follow as name=value. Lines of the application are as zerolog writes them.
// Characters that are not printable are escaped. The output is in colour if w is a
// terminal and the environment has neither NO_COLOR (https://no-color.org) nor
// TERM=dumb, else plain.
//
//	log := zerolog.New(logging.Console(os.Stderr)).With().Timestamp().Logger()
func Console(w io.Writer) zerolog.ConsoleWriter {
	plain := !terminal(w) || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb"
	p := paint(!plain)
	name := func(name any) string { return p.in(36, printable.Escaped(fmt.Sprintf("%s=", name))) }
	return zerolog.ConsoleWriter{
		Out:                 w,
		NoColor:             plain,
		FormatTimestamp:     p.clock,
		FormatMessage:       message,
		FormatFieldName:     name,
		FormatFieldValue:    func(v any) string { return printable.Escaped(fmt.Sprintf("%s", v)) },
		FormatErrFieldName:  name,
		FormatErrFieldValue: func(v any) string { return p.in(31, printable.Escaped(fmt.Sprintf("%s", v))) },
		FormatPrepare:       func(line map[string]any) error { summarize(line, p); return nil },
		FormatExtra:         command,
		FieldsExclude:       []string{"curl"},
	}
}

// message returns the message of a line, "" if it has none.
func message(m any) string {
	if m == nil {
		return ""
	}
	return fmt.Sprint(m)
}

// command writes the command of Curl on a line of its own, so that it can be copied.
func command(line map[string]any, b *bytes.Buffer) error {
	curl, ok := line["curl"].(string)
	if !ok {
		return nil
	}
	if !printable.Is(curl) {
		curl = strconv.Quote(curl)
	}
	b.WriteString("\n    " + curl)
	return nil
}

// terminal reports whether w is a terminal.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
