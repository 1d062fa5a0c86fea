package retry

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/mark"
	uri "example.com/outbound/internal/origin"
	"example.com/outbound/internal/printable"
)

// facts are the numbers of the last decision, for the sentence that explains it.
type facts struct {
	class            class
	left, wait, wish time.Duration
	holder           httperror.Kind // why the origin takes no request
	unread           error          // of a body that could not be opened again
}

// sentence says in words why a is the last attempt, with the numbers of the
// decision.
func (r *run) sentence(a Attempt, reason Reason) string {
	switch reason {
	case Canceled:
		return ""
	case NotRetryable:
		return r.final(a)
	case MethodNotRetryable:
		return methodOf(r.hop) + " was not sent again: the server may have processed it, and the call has no idempotency key"
	case BodyNotReplayable:
		if r.at.unread != nil {
			return r.ends("the request body cannot be opened again: " + r.call.Names.Error(r.at.unread).Error())
		}
		return r.ends("the request body can be read only once")
	case AttemptsExhausted:
		switch n := r.policy.attempts(); {
		case n == 2:
			return r.ends("both attempts are used")
		case n > 2:
			return r.ends(fmt.Sprintf("all %d attempts are used", n))
		}
		return r.ends("the retry policy allows 1 attempt")
	case ClassExhausted:
		return r.ends(fmt.Sprintf("the retry policy allows %s after failures of the class %s", count(*r.policy.Limits.limit(r.at.class), "retry", "retries"), r.at.class.field()))
	case WaitsExhausted:
		return r.ends(fmt.Sprintf("the list of waits has none after attempt %d", r.number))
	case Held:
		return r.held()
	case BudgetExhausted:
		have, of := r.policy.Budget.left(r.origin())
		return r.ends(fmt.Sprintf("%s of %s tokens left for %s, retries need more than %s", number(have), number(of), r.target(), number(of/2)))
	}
	return r.timeout(a, reason)
}

// timeout is the sentence of a reason that is about time.
func (r *run) timeout(a Attempt, reason Reason) string {
	bound := printable.Exact(r.policy.maxElapsed())
	switch {
	case reason == RetryAfterTooLong:
		return r.endsEarly(fmt.Sprintf("the server asks to wait %s (Retry-After), %s", printable.Duration(r.at.wish), r.rest()))
	case reason == ElapsedExhausted && r.at.left <= 0:
		return r.ends("no attempt begins after the " + bound + " for retries")
	case reason == ElapsedExhausted:
		return r.ends(fmt.Sprintf("the next wait of %s is longer than the %s left of the %s for retries",
			printable.Duration(r.at.wait), printable.Duration(r.at.left), bound))
	case reason != DeadlineTooClose || a.Kind == httperror.Deadline || r.whyStopped() != nil:
		return ""
	}
	deadline, _ := r.bound()
	return r.endsEarly(fmt.Sprintf("the next wait of %s would pass %s in %s%s", r.asked(), r.deadline(), printable.Duration(max(time.Until(deadline), 0)), r.waitOption()))
}

// ends says that why is the reason of the end: the call is given up after a repeat,
// or is not retried at all.
func (r *run) ends(why string) string {
	if r.number > 1 {
		return "given up: " + why
	}
	return "not retried: " + why
}

// endsEarly is ends for a reason that has nothing to do with the number of attempts.
func (r *run) endsEarly(why string) string {
	if r.number > 1 {
		return "given up after attempt " + strconv.Itoa(r.number) + ", which was not retried: " + why
	}
	return "not retried: " + why
}

// waitOption names what sets the next wait, where no server has asked for it.
func (r *run) waitOption() string {
	if r.at.wish > 0 && r.at.wish == r.at.wait {
		return ""
	}
	return "; Policy.Wait sets the wait"
}

// held says that the client's own policies let nothing through, by the origin's
// wish or because it fails.
func (r *run) held() string {
	if r.number == 0 || r.hold <= 0 { // the refusal is the failure, and says why
		return ""
	}
	why := "the origin asks for a pause"
	switch r.at.holder {
	case httperror.CircuitOpen:
		why = "the client's circuit breaker for it is open"
	case httperror.Limited:
		why = "the client's own limit is reached"
	}
	return r.ends(fmt.Sprintf("no request may go to %s for %s, since %s; %s", r.target(), printable.Duration(r.hold), why, r.rest()))
}

// asked is the next wait, and that the server asks for it.
func (r *run) asked() string {
	if r.at.wish > 0 && r.at.wish == r.at.wait {
		return printable.Duration(r.at.wait) + " (Retry-After)"
	}
	return printable.Duration(r.at.wait)
}

// deadline names what ends the call.
func (r *run) deadline() string {
	if bound, ok := strings.CutPrefix(r.call.DeadlineLimit(), call.TimeoutName); ok {
		return "the " + call.TimeoutName + "of " + bound
	}
	return "the " + call.CallersDeadline
}

// rest says how much time there is for waits.
func (r *run) rest() string {
	if r.at.left == math.MaxInt64 {
		deadline, _ := r.bound()
		return r.deadline() + " passes in " + printable.Duration(max(time.Until(deadline), 0))
	}
	return printable.Duration(r.at.left) + " are left of the " + printable.Exact(r.policy.maxElapsed()) + " for retries"
}

// final says why an attempt is not to be repeated.
func (r *run) final(a Attempt) string {
	switch {
	case a.Kind == httperror.Auth:
		return r.ends("another attempt would have no credentials either")
	case mark.Of(a.Err) == mark.Never:
		return r.ends("the error is marked as permanent")
	case a.Response != nil:
		return r.ends("the retry policy does not repeat a " + strconv.Itoa(a.Response.StatusCode))
	case r.lookedUpTwice(a):
		return r.ends("a name that does not exist is looked up twice at most")
	case a.Kind != "":
		return r.ends("the retry policy does not repeat failures of kind " + string(a.Kind))
	}
	return r.ends("the retry policy does not repeat this failure")
}

// lookups is how often [Transient] has a name looked up that does not exist.
const lookups = 2

// lookedUpTwice reports whether [Transient] has ended the attempts at a name that does
// not exist.
func (r *run) lookedUpTwice(a Attempt) bool {
	return a.Kind == httperror.DNS && r.policy.When == nil && r.number == lookups
}

// limit is the limit that a reason is about, as it is configured; "" if it is
// about none.
func (r *run) limit(a Attempt, reason Reason) string {
	switch reason {
	case NotRetryable:
		if r.lookedUpTwice(a) {
			return "name lookups " + strconv.Itoa(lookups)
		}
	case AttemptsExhausted:
		return "attempts " + strconv.Itoa(r.policy.attempts())
	case ClassExhausted:
		return fmt.Sprintf("retries of class %s %d", r.at.class.field(), *r.policy.Limits.limit(r.at.class))
	case WaitsExhausted:
		return "waits " + strconv.Itoa(r.number-1)
	case ElapsedExhausted, RetryAfterTooLong:
		return "max elapsed " + printable.Exact(r.policy.maxElapsed())
	case Held:
		if r.number == 0 {
			return ""
		}
		if r.at.left < math.MaxInt64 {
			return "max elapsed " + printable.Exact(r.policy.maxElapsed())
		}
		return r.call.DeadlineLimit()
	case DeadlineTooClose:
		return r.call.DeadlineLimit()
	case BudgetExhausted:
		_, of := r.policy.Budget.left(r.origin())
		return "retry budget " + number(of) + " tokens"
	}
	return ""
}

// target is the origin of the request.
func (r *run) target() string {
	if r.hop == nil || r.hop.URL == nil {
		return "the function"
	}
	return r.hop.URL.Scheme + "://" + uri.Key(r.hop.URL)
}

func methodOf(req *http.Request) string {
	if req == nil || req.Method == "" {
		return http.MethodGet
	}
	return req.Method
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// number is a number of tokens, with one digit of a fraction.
func number(f float64) string { return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64) }
