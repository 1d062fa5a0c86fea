package layertest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// rootOf is the innermost cause of err.
func rootOf(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// notWhole says what is wrong with the body that arrived, "" for nothing. A
// layer that encodes the body says so in Content-Encoding, and then every
// attempt must be like the first.
func (x *exchange) notWhole(a *arrival) string {
	if !a.read || x.caller.body == nil {
		return ""
	}
	want := x.caller.body
	if a.req.Header.Get("Content-Encoding") != "" {
		want = x.base.arrivals()[0].body
	}
	switch {
	case a.readErr != nil:
		return "had a body that could not be read: " + a.readErr.Error()
	case !bytes.Equal(a.body, want):
		return fmt.Sprintf("had %d bytes that are not the %d of the body", len(a.body), len(want))
	case a.req.ContentLength > 0 && a.req.ContentLength != int64(len(a.body)):
		return fmt.Sprintf("promised %d bytes and had %d", a.req.ContentLength, len(a.body))
	}
	return ""
}

// notPassed says what of the caller's request did not arrive, "" for nothing.
func (x *exchange) notPassed(a *arrival) string {
	was := x.before
	deadline, bounded := was.shallow.Context().Deadline()
	at, has := a.ctx.Deadline()
	switch {
	case a.ctx.Value(contextKey{}) != was.shallow.Context().Value(contextKey{}):
		return "lost a value of the context"
	case bounded && (!has || at.After(deadline)):
		return "lost the deadline of the context"
	case a.req.Method != was.shallow.Method:
		return fmt.Sprintf("had the method %s, the caller's is %s", a.req.Method, was.shallow.Method)
	case a.req.URL.Host != was.url.Host || a.req.URL.EscapedPath() != was.url.EscapedPath():
		return fmt.Sprintf("went to %s%s", a.req.URL.Host, a.req.URL.EscapedPath())
	case !bytes.Contains([]byte(a.req.URL.RawQuery), []byte(unknownQuery)):
		return "lost a parameter of the query"
	case !slices.Equal(a.req.Header[unknownField], []string{"a", "b"}):
		return fmt.Sprintf("had %q in the field %s, the caller's has a and b", a.req.Header[unknownField], unknownField)
	}
	return ""
}
