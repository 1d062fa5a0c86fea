package logging

import (
	"fmt"
	"slices"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/internal/redact"
)

// Option is a setting of a [Logger]. Later options win over earlier ones.
type Option func(*Logger)

// Level is the level of a successful call. Default: info.
func Level(level zerolog.Level) Option {
	return func(l *Logger) { l.level = level; l.check("Level", level) }
}

// Attempts is the level of the lines before and after each attempt, and of followed
// redirects. The phases of the connection are measured only if that level is enabled.
// Default: debug.
func Attempts(level zerolog.Level) Option {
	return func(l *Logger) { l.attempts = level; l.check("Attempts", level) }
}

// Params logs the query, with sensitive values hidden. Default: off.
func Params() Option { return func(l *Logger) { l.params = true } }

// Bodies logs the bodies of requests and of error responses, with the values of
// sensitive names hidden, at most max bytes of each. Bodies of JSON, XML, forms and
// text are logged; streams, multipart and other formats never. The bytes that are
// sent and received do not change. Zero logs no body. Default: 0.
func Bodies(max int) Option {
	return func(l *Logger) {
		if l.bodies = max; max < 0 {
			l.problem("Bodies(%d): negative; 0 logs no body", max)
		}
	}
}

// Headers logs the header of each attempt and of the response. The values of a
// built-in list of harmless fields and of the fields in names are shown, all others
// hidden. A field with a sensitive name stays hidden even if names has it. Default:
// off.
func Headers(names ...string) Option {
	names = slices.Clone(names)
	return func(l *Logger) {
		l.headers = slices.DeleteFunc(append([]string{}, names...), redact.Sensitive)
		if slices.Contains(names, "") {
			l.problem("Headers: a name is empty")
		}
	}
}

// Slow logs a success that takes longer than d as a warning. Zero means no bound.
// Default: 0.
func Slow(d time.Duration) Option {
	return func(l *Logger) {
		if l.slow = d; d < 0 {
			l.problem("Slow(%v): negative; 0 means no bound", d)
		}
	}
}

// Sample logs one in n successful calls, beginning with the first. Failures, slow
// calls and calls with the call option Log are always logged. Zero and one log every
// call. Default: 0.
func Sample(n int) Option {
	return func(l *Logger) {
		if n < 0 {
			l.problem("Sample(%d): negative; 0 and 1 log every call", n)
			return
		}
		l.sample = uint64(n)
	}
}

// Curl adds to the line before each attempt the curl command that sends the same
// request again, for a POSIX shell. Secrets are shell variables, and so are the values
// of a query without [Params]; all other text is quoted. The command has the body if
// [Bodies] logs it, else it reads the file "body". Default: off.
func Curl() Option { return func(l *Logger) { l.curl = true } }

func (l *Logger) check(option string, level zerolog.Level) {
	if level < zerolog.TraceLevel || level > zerolog.Disabled {
		l.problem("%s(%d): no level of zerolog", option, level)
	}
}

func (l *Logger) problem(format string, args ...any) {
	l.problems = append(l.problems, fmt.Errorf(format, args...))
}
