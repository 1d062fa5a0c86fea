package logging

import (
	"cmp"
	"errors"

	"github.com/rs/zerolog"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
)

// putEnd adds to e why a call that failed was not repeated, whether a server may have
// processed it, and which limit has ended it.
func (r result) putEnd(e *zerolog.Event, record *call.Call, reason string) {
	if r.kind == "" {
		text(e, "reason", reason)
		return
	}
	_, limit, delivery := record.Ending() // the caller of HTTP has a response, no error
	if failed, ok := errors.AsType[*httperror.Error](r.err); ok {
		reason, limit, delivery = cmp.Or(reason, failed.Reason), failed.Limit, failed.Delivery
	}
	text(e, "reason", cmp.Or(reason, call.ReasonWithoutRetry(r.kind, r.status)))
	text(e, "delivery", string(delivery))
	text(e, "limit", limit)
}
