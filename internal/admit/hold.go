package admit

import (
	"net/http"
	"time"

	"example.com/outbound/httperror"
)

// Hold returns how long the origin of req will not take anything, and the kind
// that a request would be refused with: retry asks before each wait. It is 0 if
// a request would be let through now.
//
// Retry makes its wait the longer of the two. If that does not fit, it gives up
// now with the last answer and the reason held. A request that is refused after
// such a wait is no attempt: retry asks Hold again.
func (a *Admission) Hold(req *http.Request) (time.Duration, httperror.Kind) {
	if a == nil {
		return 0, ""
	}
	var longest time.Duration
	var kind httperror.Kind
	longer := func(d time.Duration, k httperror.Kind) {
		if d > longest {
			longest, kind = d, k
		}
	}
	if a.breaker != nil {
		longer(a.breaker.Hold(req), httperror.CircuitOpen)
	}
	if a.gate != nil {
		longer(a.gate.Hold(req), httperror.Limited)
	}
	if a.rate != nil {
		longer(a.rate.Hold(req), httperror.Limited)
	}
	return longest, kind
}
