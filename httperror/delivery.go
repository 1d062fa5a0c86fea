package httperror

// Delivery says whether a server may have processed the request of a failed
// call. Over several attempts and redirects it is the worst of them:
// [MaybeProcessed], then [Answered], then [NotSent].
type Delivery string

// The values of [Delivery].
const (
	// NotSent: no server can have processed the request. It may be repeated.
	NotSent Delivery = "not_sent"
	// MaybeProcessed: the request, or a part of it, may have reached a server, and
	// no response says what became of it.
	MaybeProcessed Delivery = "maybe_processed"
	// Answered: a server has answered.
	Answered Delivery = "answered"
)
