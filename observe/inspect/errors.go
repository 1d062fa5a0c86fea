package inspect

import (
	"example.com/outbound/httperror"
	"example.com/outbound/internal/harfile"
)

// textsOf returns the text of an error in one line, and its explanation.
func textsOf(err *httperror.Error) (line, explained string) {
	if err == nil {
		return "", ""
	}
	return harfile.Short(err.Error(), maxText), harfile.Short(err.Explain(), maxText)
}
