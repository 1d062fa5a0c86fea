package retry

import (
	"errors"
	"net"
	"net/http"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/mark"
	"example.com/outbound/internal/retryafter"
)

// Attempt is one finished attempt, as a [Condition] sees it.
type Attempt struct {
	Number   int            // 1, 2, … within the hop
	Request  *http.Request  // as it was sent; nil in Do
	Response *http.Response // nil if Err is set, and in Do. The body may be read: what of it was buffered is there again afterwards
	Err      error          // nil if Response is set
	Kind     httperror.Kind // of Err, or of the status; "" for a success, an allowed status included

	ignoreRetryAfter bool // Policy.IgnoreRetryAfter, for Transient
}

// Condition reports whether an attempt is to be repeated. It is asked exactly
// once per attempt, successes and the last attempt included, from many
// goroutines. A nil Condition given to one of this package means [Transient].
type Condition func(Attempt) bool

func (c Condition) orDefault() Condition {
	if c == nil {
		return Transient
	}
	return c
}

// Transient is the default condition: failures that may pass by themselves. It
// goes by the kind.
//
//   - dns, but a name that does not exist is asked for once more only, after the
//     first attempt
//   - connect, timeout, reset and protocol
//   - proxy, if the proxy could not be reached, or refused CONNECT with 429, 502,
//     503 or 504
//   - body, if it was cut off; not if it is wrongly encoded
//   - the statuses 408, 425, 429 and 500 to 599
//   - the status 413 with a valid Retry-After (RFC 9110, section 15.5.14),
//     unless [Policy.IgnoreRetryAfter] is set
func Transient(a Attempt) bool {
	switch a.Kind {
	case httperror.DNS:
		return a.Number == 1 || !unknownName(a.Err)
	case httperror.Connect, httperror.Timeout, httperror.Reset, httperror.Protocol,
		httperror.RateLimited, httperror.ServerStatus:
		return true
	case httperror.Proxy:
		refusal, ok := errors.AsType[*httperror.ProxyRefusal](a.Err)
		return httperror.ProxyUnreached(a.Err) || ok && refusal.Temporary()
	case httperror.Body:
		return httperror.CutOff(a.Err)
	case httperror.ClientStatus:
		return a.laterAsItSays()
	}
	return false
}

// unknownName reports whether err says that a name does not exist, as opposed to a
// name server that does not answer.
func unknownName(err error) bool {
	e, ok := errors.AsType[*net.DNSError](err)
	return ok && e.IsNotFound
}

// laterAsItSays reports whether a status of 400 to 499 means that the server would
// take the same request later: 408 (the request came too slowly), 425 (too early),
// and 413 with a time.
func (a Attempt) laterAsItSays() bool {
	switch a.status() {
	case http.StatusRequestTimeout, http.StatusTooEarly:
		return true
	case http.StatusRequestEntityTooLarge:
		if a.Response != nil && !a.ignoreRetryAfter {
			_, ok := retryafter.Of(a.Response.Header, time.Now())
			return ok
		}
	}
	return false
}

// status is that of the response, or of an error that stands for one, as [Do] may
// meet it.
func (a Attempt) status() int {
	if a.Response != nil {
		return a.Response.StatusCode
	}
	if e, ok := errors.AsType[*httperror.Error](a.Err); ok {
		return e.StatusCode
	}
	return 0
}

// Permanent marks err: neither [Do] nor the layer tries again, whatever When
// says. The mark is found through any wrapping, and errors.Is and errors.As see
// through it. Permanent(nil) is nil.
func Permanent(err error) error { return mark.With(err, mark.Never) }

// Again marks err: [Do] and the layer try again whatever When and the method
// say, within the stops and only if the body can be replayed. Again(nil) is nil.
func Again(err error) error { return mark.With(err, mark.Again) }
