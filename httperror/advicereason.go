package httperror

// reasonAdvice is for reasons that can be changed. Those that only say that the
// server has failed again and again leave it to the kind.
func (e *Error) reasonAdvice() string {
	switch {
	case e.endsItself() && e.Kind != Deadline:
		return ""
	case e.Reason == "method":
		return "for safe repeats set WithIdempotencyKeys (if the server honours the key), or Idempotent() on the call (if processing it twice does no harm)"
	case e.Delivery == MaybeProcessed && !e.harmless() && !e.Keyed:
		return "for safe repeats set WithIdempotencyKeys if the server honours the key"
	case e.Kind == Deadline:
		return ""
	}
	switch e.Reason {
	case "body":
		return "to have it retried, give a body that can be sent again: bytes, a string, a file, or a request with GetBody"
	case "retry_after", "max_elapsed":
		if e.limitIs("max elapsed ") {
			return "raise Policy.MaxElapsed (now " + e.limitValue("max elapsed ") + ") only if a call may wait that long"
		}
	case "deadline":
		return "for another attempt raise " + e.deadlineOption()
	case "waits":
		return "for more attempts add waits to Policy.Wait"
	case "class_limit":
		return "for more attempts raise Policy.Limits"
	}
	return ""
}

// deadlineOption is what sets the deadline of the call, and its present value.
func (e *Error) deadlineOption() string {
	if e.limitIs("call timeout ") {
		return "WithTimeout on the client or Timeout on the call (now " + e.limitValue("call timeout ") + ")"
	}
	if v := e.limitValue("caller's deadline"); v != "" && e.limitIs("caller's deadline") {
		return "the deadline of the caller's context (now " + v + ")"
	}
	return "the deadline of the caller's context"
}
