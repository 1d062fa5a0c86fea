package oauth

import (
	"context"
	"errors"
	"runtime/debug"

	"golang.org/x/oauth2"

	"example.com/outbound/auth"
	"example.com/outbound/internal/redact"
)

// FromTokenSource obtains tokens from src, such as one that exchanges a refresh
// token for a new one each time. src is asked by one caller at a time. It takes
// no context: its requests end as src was made to end them, and a caller stops
// waiting when its own context ends. A src that panics fails its caller.
//
// A src that keeps tokens itself, as most of x/oauth2 do, may give the same one
// again after a 401; that request is then not sent anew. It makes requests of
// its own: give its client a timeout and keep that from following redirects.
func FromTokenSource(src oauth2.TokenSource) auth.TokenSource {
	turn := make(chan struct{}, 1)
	return func(ctx context.Context) (auth.Token, error) {
		select {
		case turn <- struct{}{}:
		case <-ctx.Done():
			return auth.Token{}, ctx.Err()
		}
		got := make(chan result, 1)
		go func() {
			defer func() { <-turn }()
			defer close(got) // also if src exits the goroutine
			defer func() {
				if v := recover(); v != nil {
					got <- result{nil, &auth.PanicError{Value: v, Stack: debug.Stack()}}
				}
			}()
			tok, err := src.Token()
			got <- result{tok, err}
		}()
		select {
		case r := <-got:
			return r.token()
		case <-ctx.Done():
			return auth.Token{}, ctx.Err()
		}
	}
}

type result struct {
	tok *oauth2.Token
	err error
}

func (r result) token() (auth.Token, error) {
	var answer *oauth2.RetrieveError
	switch {
	case errors.As(r.err, &answer):
		e := &endpoint{}
		if resp := answer.Response; resp != nil && resp.Request != nil {
			e.url = redact.URL(resp.Request.URL)
		}
		return auth.Token{}, e.failure(answer, nil)
	case r.err != nil:
		return auth.Token{}, redact.Error(r.err)
	case r.tok == nil:
		return auth.Token{}, errNoToken
	}
	return tokenOf(r.tok), nil
}
