package main

import (
	"io"
	"os"

	"github.com/rs/zerolog"

	"example.com/outbound/logging"
)

// newLogger writes lines for people on a terminal, JSON everywhere else. At
// debug it would show every attempt too.
func newLogger(f *os.File) zerolog.Logger {
	var out io.Writer = f
	if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		out = logging.Console(f)
	}
	return zerolog.New(out).Level(zerolog.InfoLevel).With().Timestamp().Logger()
}
