package logging

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/rs/zerolog"
)

// Console returns an output for people: a line of this package is the time, the
// level, what was asked and what came of it, where, and why, and fits a terminal
// of 80 columns for an ordinary call. Other fields follow as name=value; lines of
// the application stay as zerolog writes them. Text that a terminal might obey is
// escaped. It is in colour where w is a terminal and the environment has neither
// NO_COLOR (https://no-color.org) nor TERM=dumb, and plain where it is piped or a
// file.
//
//	log := zerolog.New(logging.Console(os.Stderr)).With().Timestamp().Logger()
func Console(w io.Writer) zerolog.ConsoleWriter {
	plain := !terminal(w) || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb"
	p := paint(!plain)
	name := func(name any) string { return p.in(36, printable(fmt.Sprintf("%s=", name))) }
	return zerolog.ConsoleWriter{
		Out:                 w,
		NoColor:             plain,
		FormatTimestamp:     p.clock,
		FormatMessage:       message,
		FormatFieldName:     name,
		FormatFieldValue:    func(v any) string { return printable(fmt.Sprintf("%s", v)) },
		FormatErrFieldName:  name,
		FormatErrFieldValue: func(v any) string { return p.in(31, printable(fmt.Sprintf("%s", v))) },
		FormatPrepare:       func(line map[string]any) error { summarize(line, p); return nil },
		FormatExtra:         command,
		FieldsExclude:       []string{"curl"},
	}
}

// message is that of a line, "" for one without.
func message(m any) string {
	if m == nil {
		return ""
	}
	return fmt.Sprint(m)
}

// command puts the command of Curl on a line of its own, where it can be copied.
func command(line map[string]any, b *bytes.Buffer) error {
	curl, ok := line["curl"].(string)
	if !ok {
		return nil
	}
	if printable(curl) != curl {
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
