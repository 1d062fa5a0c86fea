package main

import (
	"io"
	"os"
	"sync"

	"golang.org/x/term"
)

// streams are the files of the process. out and err may be the same terminal or
// pipe.
type streams struct {
	in     *os.File
	out    *output
	err    io.Writer
	screen *os.File   // the file that err writes to
	saving sync.Mutex // held while a file is written
}

func newStreams(in, out, err *os.File) *streams {
	o := &output{to: out, file: out, terminal: term.IsTerminal(int(out.Fd()))}
	s := &streams{in: in, out: o, err: err, screen: err}
	if same(out, err) {
		s.err = messages{err, o}
	}
	return s
}

// same reports whether what is written to both files appears in one place.
func same(a, b *os.File) bool {
	x, xerr := a.Stat()
	y, yerr := b.Stat()
	return xerr == nil && yerr == nil && os.SameFile(x, y)
}

// output is the standard output.
type output struct {
	to       io.Writer
	file     *os.File // the file that to writes to
	terminal bool
	open     bool // the last line has no line end yet
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.to.Write(p)
	if n > 0 {
		o.open = p[n-1] != '\n'
	}
	return n, err
}

// lines returns a writer of whole lines to standard output. On a terminal it writes
// control characters out.
func (o *output) lines() io.Writer {
	if o.terminal {
		return printing{o}
	}
	return o
}

// messages writes to standard error. Where that is the terminal or the pipe of the
// standard output too, a message begins on a line of its own.
type messages struct {
	to    io.Writer
	after *output
}

func (m messages) Write(p []byte) (int, error) {
	if m.after.open {
		m.after.open = false
		if _, err := io.WriteString(m.to, "\n"); err != nil {
			return 0, err
		}
	}
	return m.to.Write(p)
}
