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
	return harfile.Short(err.Error(), maxText), harfile.Short(err.Explain(), maxText)
}
