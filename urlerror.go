package outbound

import (
	"errors"
	"fmt"
	"net/url"
)

// inURLError is an error of a client that HTTP or R has made. net/http, or resty,
// puts it into a [url.Error], whose text begins with the method and the URL: the
// text of this one has neither.
type inURLError struct{ *HTTPError }

// Error returns the line of the [HTTPError] without method and URL.
func (e inURLError) Error() string {
	brief := *e.HTTPError
	brief.Method, brief.URL = "", ""
	return brief.Error()
}

// Format prints that line for every verb.
func (e inURLError) Format(f fmt.State, verb rune) {
	brief := *e.HTTPError
	brief.Method, brief.URL = "", ""
	brief.Format(f, verb)
}

// Unwrap returns the [HTTPError].
func (e inURLError) Unwrap() error { return e.HTTPError }

// sayOnce puts an inURLError in the place of e where that is the cause of a
// [url.Error], which was made for this call alone.
func sayOnce(err error, e *HTTPError) {
	if ue, ok := errors.AsType[*url.Error](err); ok && ue.Err == error(e) {
		ue.Err = inURLError{e}
	}
}
