package main

import (
	"os"

	"github.com/rs/zerolog"
)

// newLogger writes lines for people on a terminal, JSON everywhere else.
func newLogger(f *os.File) zerolog.Logger {
	if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		return zerolog.New(zerolog.ConsoleWriter{Out: f, NoColor: os.Getenv("NO_COLOR") != ""}).With().Timestamp().Logger()
	}
	return zerolog.New(f).With().Timestamp().Logger()
}
