package main

import (
	"io"
	"os"

	"golang.org/x/term"
)

// screen is where the timeline and the progress of a download are printed.
type screen struct {
	io.Writer
	bars  bool
	color bool
	wraps bool // it is a terminal: lines longer than width are broken
	width int
}

const plainWidth = 80

// screenOf looks at what standard error is. Colours are for terminals that have
// them, unless NO_COLOR is set (https://no-color.org).
func screenOf(all *streams, bars string) screen {
	s := screen{Writer: all.err, bars: bars == "always", width: plainWidth}
	f := all.screen
	if !term.IsTerminal(int(f.Fd())) {
		return s
	}
	s.wraps = true
	s.bars = bars != "never"
	s.color = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	s.width = widthOf(f)
	return s
}

// widthOf is how many columns the terminal f has.
func widthOf(f *os.File) int {
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
		return width
	}
	return plainWidth
}

// paint colours text; color is one of the 16 colours that every terminal has.
func (s screen) paint(color, text string) string {
	if !s.color || color == "" || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}
