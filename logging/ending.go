package logging

import (
	"errors"

	"github.com/rs/zerolog"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
)

// putEnd adds to e whether a server may have processed a call that failed, and which
// limit has ended it.
func (r result) putEnd(e *zerolog.Event, record *call.Call) {
	if r.kind == "" {
		return
	}
	_, limit, delivery := record.Ending() // the caller of HTTP has a response, no error
	if failed, ok := errors.AsType[*httperror.Error](r.err); ok {
		limit, delivery = failed.Limit, failed.Delivery
	}
	text(e, "delivery", string(delivery))
	text(e, "limit", limit)
}
