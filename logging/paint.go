package logging

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/rs/zerolog"
)

// paint says whether the output is in colour.
type paint bool

func (p paint) in(code int, s string) string {
	if !p {
		return s
	}
	return fmt.Sprintf("\x1b[%dm%s\x1b[0m", code, s)
}

// clock returns the time of day of a line, "" if it has none.
func (p paint) clock(field any) string {
	if field == nil {
		return ""
	}
	s := shown(field)
	if at, ok := instant(s); ok {
		s = at.Local().Format(time.TimeOnly)
	}
	return p.in(90, s)
}

// instant reads a timestamp in the format that zerolog is set to.
func instant(s string) (time.Time, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	switch zerolog.TimeFieldFormat {
	case zerolog.TimeFormatUnix:
		return time.Unix(n, 0), err == nil
	case zerolog.TimeFormatUnixMs:
		return time.UnixMilli(n), err == nil
	case zerolog.TimeFormatUnixMicro:
		return time.UnixMicro(n), err == nil
	case zerolog.TimeFormatUnixNano:
		return time.Unix(0, n), err == nil
	}
	at, err := time.Parse(zerolog.TimeFieldFormat, s)
	return at, err == nil
}

func (p paint) bold(s string) string { return p.in(1, s) }

// status returns the status of a response in the colour of its class, or a dash for
// a failure without a response.
func (p paint) status(field any, failed bool) string {
	n, _ := field.(json.Number)
	code, err := n.Int64()
	switch {
	case err != nil && failed:
		return p.in(31, "  -")
	case err != nil:
		return "   "
	case code >= 500:
		return p.in(31, n.String())
	case code >= 400:
		return p.in(33, n.String())
	}
	return p.in(32, n.String())
}
