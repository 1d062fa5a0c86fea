package logging

import (
	"errors"

	"github.com/rs/zerolog"

	"example.com/outbound/httperror"
)

// putEnd adds to e whether a server may have processed a call that failed, and which
// limit has ended it.
func (r result) putEnd(e *zerolog.Event) {
	if r.kind == "" {
		return
	}
	failed, ok := errors.AsType[*httperror.Error](r.err)
	if !ok { // the caller of HTTP has the response
		failed = &httperror.Error{Delivery: httperror.Answered}
	}
	text(e, "delivery", string(failed.Delivery))
	text(e, "limit", failed.Limit)
}
