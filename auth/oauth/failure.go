package oauth

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/mark"
	"example.com/outbound/internal/redact"
	"example.com/outbound/internal/retryafter"
)

var errNoToken = errors.New("the answer holds no token")

// tooSlow says that one try has run into its bound, which is no context's.
type tooSlow struct{ after time.Duration }

func (e tooSlow) Error() string { return "no answer within " + e.after.String() }
func (e tooSlow) Timeout() bool { return true }

// ownError is a failure before anything was asked.
type ownError struct{ error }

func (e ownError) Unwrap() error { return e.error }

// failure types what a fetch returned: the answer of the endpoint, a connection
// that failed, or an answer that is none. The texts of the last are dropped, for
// they quote it.
func (e *endpoint) failure(err error) *httperror.Error {
	var (
		answer *oauth2.RetrieveError
		sent   *url.Error
		slow   tooSlow
		own    ownError
	)
	out := &httperror.Error{Kind: httperror.Auth, Method: http.MethodPost, URL: e.url}
	switch {
	case errors.As(err, &answer):
		e.describe(out, answer)
	case errors.As(err, &own):
		out.Err = mark.With(own.error, mark.Never)
	case errors.As(err, &slow):
		out.Err = fmt.Errorf("token endpoint %s: %w", e.url, slow)
	case errors.As(err, &sent):
		out.Err = fmt.Errorf("token endpoint %s: %w", e.url, redact.Error(sent.Err))
	default:
		out.Err = fmt.Errorf("token endpoint %s: %w", e.url, errNoToken)
	}
	return out
}

// describe takes over what the endpoint answered.
func (e *endpoint) describe(out *httperror.Error, answer *oauth2.RetrieveError) {
	said := &Error{
		Endpoint:    e.url,
		Code:        text(answer.ErrorCode, e.hidden),
		Description: text(answer.ErrorDescription, e.hidden),
		URI:         text(answer.ErrorURI, e.hidden),
	}
	out.Err = said
	if said.Permanent() {
		out.Err = mark.With(said, mark.Never)
	}
	out.Body = answer.Body[:min(len(answer.Body), httperror.MaxBody)]
	if resp := answer.Response; resp != nil {
		out.StatusCode, out.Status = resp.StatusCode, resp.Status
		out.Header = redact.ResponseHeader(resp.Header)
		out.RetryAfter, _ = retryafter.Of(resp.Header, time.Now())
		out.Problem = httperror.ParseProblem(resp.Header.Get("Content-Type"), out.Body)
	}
}

// transient reports whether another try may help.
func transient(e *httperror.Error) bool {
	if mark.Of(e) == mark.Never {
		return false
	}
	if e.StatusCode != 0 {
		return e.StatusCode == http.StatusTooManyRequests || e.StatusCode >= 500
	}
	switch httperror.Classify(e.Err) {
	case httperror.DNS, httperror.Connect, httperror.Timeout, httperror.Reset, httperror.Protocol, httperror.Proxy:
		return true
	}
	return errors.As(e.Err, new(tooSlow))
}
