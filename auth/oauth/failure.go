package oauth

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/mark"
	"example.com/outbound/internal/redact"
	"example.com/outbound/internal/retryafter"
)

// tooSlow says that one try has reached its own bound, which is not that of a
// context.
type tooSlow struct{ after time.Duration }

func (e tooSlow) Error() string { return "no answer within " + e.after.String() }
func (e tooSlow) Timeout() bool { return true }

// ownError is a failure before anything was asked.
type ownError struct{ error }

func (e ownError) Unwrap() error { return e.error }

// failure is the error for what a fetch returned: the answer of the endpoint, a
// connection that failed, or an answer without a token.
func (e *endpoint) failure(err error, hidden *strings.Replacer) *httperror.Error {
	var (
		answer *oauth2.RetrieveError
		sent   *url.Error
		slow   tooSlow
		own    ownError
		bad    badAnswer
	)
	out := &httperror.Error{Kind: httperror.Auth, Method: http.MethodPost, URL: e.url}
	cause := errors.New("the answer cannot be read") // the text of any other error quotes the answer
	switch {
	case errors.As(err, &answer):
		e.describe(out, answer, hidden)
		return out
	case errors.As(err, &own):
		cause = mark.With(own.error, mark.Never)
	case errors.As(err, &slow):
		cause = slow
	case errors.As(err, &bad):
		cause = bad.error
	case errors.As(err, &sent):
		cause = redact.Error(sent.Err)
	}
	out.Err = fmt.Errorf("%s: %w", noToken(e.url, e.clientID), cause)
	return out
}

// describe copies what the endpoint answered.
func (e *endpoint) describe(out *httperror.Error, answer *oauth2.RetrieveError, hidden *strings.Replacer) {
	said := &Error{
		Endpoint:    e.url,
		Client:      e.clientID,
		Code:        text(answer.ErrorCode, hidden),
		Description: text(answer.ErrorDescription, hidden),
		URI:         text(answer.ErrorURI, hidden),
	}
	out.Err = said
	if said.Permanent() {
		out.Err = mark.With(said, mark.Never)
	}
	body := string(answer.Body)
	if hidden != nil {
		body = hidden.Replace(body)
	}
	out.Body = []byte(body[:min(len(body), httperror.MaxBody)])
	if resp := answer.Response; resp != nil {
		said.Status = text(resp.Status, hidden)
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
