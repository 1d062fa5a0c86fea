// Package httperror is the one error type of outbound: what went wrong with a
// call, of which kind, after how many attempts.
//
//	var he *httperror.Error
//	if errors.As(err, &he) && he.Kind == httperror.RateLimited {
//		time.Sleep(he.RetryAfter)
//	}
//
// To read first: [Error] and its fields; [Kind], the classes of failures, and
// [Status], which are targets of errors.Is; [Delivery], which says whether a server
// may have processed the request; [Attempt], an entry of the history; [Problem], the
// body of a failure by RFC 9457. [Error.Explain] is a text of several lines for people.
// [Classify] is for layers: it finds the kind of an error of another package.
//
// It imports the standard library and internal/printable only, so that every
// layer can make one.
package httperror

import (
	"errors"
	"net/http"
	"time"
)

// MaxBody is the most bytes of an error's body that [Error.Body] keeps.
const MaxBody = 8 << 10

// Error is a failed call. Its text, in every verb of package fmt and as JSON,
// holds no credential: no user info, fragment, query value or header, and of a
// body at most the redacted beginning of one that is not what was asked for.
// It is read-only once the caller has it, and then safe for concurrent use.
type Error struct {
	Kind       Kind
	Client     string        // name of the outermost preset, "" without one
	Operation  string        // the call's Operation, "" without one
	Method     string        // in upper case
	URL        string        // no user info, no fragment, query values hidden
	StatusCode int           // 0 if there was no response
	Status     string        // status line of the response, "503 Service Unavailable"
	Header     http.Header   // of the response; sensitive fields removed
	Body       []byte        // at most MaxBody bytes of the response; never printed
	Problem    *Problem      // set if the response was application/problem+json
	RequestID  string        // as sent, "" without one
	IDField    string        // header field that carried RequestID, "" if that is not known
	Attempts   int           // sends, all hops counted
	History    []Attempt     // one entry per attempt of the call, all hops; of more than 64 the first 8 and the last 56
	Elapsed    time.Duration // since the call began
	Time       time.Time     // when the call failed, zero if that is not known
	RetryAfter time.Duration // the server's wish, 0 if it had none
	Reason     string        // why no further attempt was made (retry.Reason), "" if retry was off
	Detail     string        // Reason as a sentence with its numbers, "" if there is nothing to say; for people
	Delivery   Delivery      // whether a server may have processed the request; never "" on an error of a call
	Keyed      bool          // whether the request had an Idempotency-Key
	Idempotent bool          // whether the caller has said that the call may be sent twice
	Limit      string        // the limit that ended the call, as it is configured ("attempts 4"), "" if none did; for people, no metric label
	Err        error         // cause, nil for a plain status
}

// Attempt is one send in [Error.History].
type Attempt struct {
	Number     int           // 1, 2, … over the whole call
	StatusCode int           // 0 if there was no response
	Kind       Kind          // "" for a success
	Wait       time.Duration // before this attempt
	Duration   time.Duration // from the send to the end of what was read inside the attempt
	Resent     int           // how often net/http has sent the request again by itself, on a connection that had died
	Hedge      bool          // sent beside another attempt that was slow
	Endpoint   string        // where it was sent, if the client has several base URLs
	Progress   string        // of a failed attempt: how far it came ("connected in 3ms, request written"), "" if that is not known; for people
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is the error's [Kind] or its [Status].
func (e *Error) Is(target error) bool {
	switch t := target.(type) {
	case Kind:
		return t == e.Kind
	case Status:
		return e.StatusCode != 0 && int(t) == e.StatusCode
	}
	return false
}

// Timeout reports whether time ran out: the attempt's, the call's or a dial's.
func (e *Error) Timeout() bool {
	switch e.Kind {
	case Timeout, Deadline:
		return true
	case Canceled:
		return false
	}
	var t interface{ Timeout() bool }
	return e.Err != nil && errors.As(e.Err, &t) && t.Timeout()
}
