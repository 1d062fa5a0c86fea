package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"

	"golang.org/x/term"

	"example.com/outbound"
)

// report prints the message of an error, and on a terminal the explanation of a
// failed call. Like other programs it says nothing if the reader of its output has
// gone.
func (s *streams) report(err error) {
	var write writeError
	if err == nil || err.Error() == "" || errors.As(err, &write) && errors.Is(err, syscall.EPIPE) {
		return
	}
	terminal := term.IsTerminal(int(s.screen.Fd()))
	begin := ""
	if stop := (interrupted{}); terminal && errors.As(err, &stop) && stop.signal == os.Interrupt {
		begin = "\r" // over the ^C that the terminal has printed
	}
	text := strings.ReplaceAll("\n"+err.Error(), "\noutbound: ", "\n")[1:] // an error of an option has the prefix already
	_, _ = fmt.Fprintln(s.err, begin+"outbound:", printable(text))
	if call := (*outbound.HTTPError)(nil); terminal && errors.As(err, &call) {
		_, _ = fmt.Fprint(s.err, "\n", fold(call.Explain(), widthOf(s.screen)))
	}
}
