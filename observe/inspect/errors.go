package inspect

import (
	"example.com/outbound/httperror"
	"example.com/outbound/internal/harfile"
)

// textsOf is what an error says, in one line and explained.
func textsOf(err *httperror.Error) (line, explained string) {
	if err == nil {
		return "", ""
	}
	line = harfile.Short(err.Error(), maxText)
	if e, ok := any(err).(interface{ Explain() string }); ok {
		explained = harfile.Short(e.Explain(), maxText)
	}
	return line, explained
}
