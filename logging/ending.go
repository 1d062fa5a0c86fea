package logging

import (
	"errors"

	"github.com/rs/zerolog"

	"example.com/outbound/httperror"
)

// putEnd puts on e whether a server may have processed a call that failed, and
// the limit that has ended it.
func (r result) putEnd(e *zerolog.Event) {
	if r.kind == "" {
		return
	}
	failed, ok := errors.AsType[*httperror.Error](r.err)
	if !ok { // a status or a body that is left to the caller
		failed = &httperror.Error{Delivery: httperror.Answered}
	}
	text(e, "delivery", string(failed.Delivery))
	text(e, "limit", failed.Limit)
}
