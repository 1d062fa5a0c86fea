package retry

// Reason says why no further attempt was made.
type Reason string

// The reasons. If several hold, the first of this list is given.
const (
	Canceled           Reason = "canceled"      // the caller's context was cancelled
	NotRetryable       Reason = "not_retryable" // Policy.When said no, or the error is Permanent
	MethodNotRetryable Reason = "method"        // the verb may not be sent twice, and the first request may have been processed
	BodyNotReplayable  Reason = "body"          // the request body can be read only once
	AttemptsExhausted  Reason = "attempts"      // Policy.Attempts
	ClassExhausted     Reason = "class_limit"   // Policy.Limits
	ElapsedExhausted   Reason = "max_elapsed"   // Policy.MaxElapsed
	WaitsExhausted     Reason = "waits"         // Policy.Wait has no further wait
	RetryAfterTooLong  Reason = "retry_after"   // the server's Retry-After ends after MaxElapsed
	DeadlineTooClose   Reason = "deadline"      // the call's or the caller's deadline has passed, or the next wait would pass it
	Held               Reason = "held"          // the origin takes no request for longer than may be waited
	BudgetExhausted    Reason = "budget"        // Policy.Budget
)
