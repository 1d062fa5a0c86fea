package main

import (
	"io"
	"os"

	"golang.org/x/term"
)

// screen is where bars are drawn, or plain text where it is no terminal.
type screen struct {
	io.Writer
	bars  bool
	color bool
	width int
}

const plainWidth = 80

// screenOf looks at what is behind w. Colours are for terminals that have them,
// unless NO_COLOR is set (https://no-color.org).
func screenOf(w io.Writer, bars string) screen {
	s := screen{Writer: w, bars: bars == "always", width: plainWidth}
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return s
	}
	s.bars = bars != "never"
	s.color = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
		s.width = width
	}
	return s
}

// paint puts text into a colour, of those that every palette has.
func (s screen) paint(color, text string) string {
	if !s.color || color == "" || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}
