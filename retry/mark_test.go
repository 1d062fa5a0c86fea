package retry_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"example.com/outbound"
	"example.com/outbound/internal/mark"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

func TestAMarkIsHonouredThroughAnyWrapping(t *testing.T) {
	again, never := retry.Again(errBoom), retry.Permanent(io.ErrUnexpectedEOF)
	tests := map[string]struct {
		method string
		body   io.Reader
		err    error
		events string
	}{
		"again":                               {"GET", nil, again, "try1, backoff1 0s, try2, success2"},
		"again passes the gate":               {"POST", nil, again, "try1, backoff1 0s, try2, success2"},
		"again in a wrap":                     {"GET", nil, fmt.Errorf("layer: %w", again), "try1, backoff1 0s, try2, success2"},
		"again in a URL error":                {"GET", nil, &url.Error{Op: "Get", URL: "http://u:p@a.test?q=1", Err: again}, "try1, backoff1 0s, try2, success2"},
		"again in an HTTPError":               {"GET", nil, &outbound.HTTPError{Kind: "auth", Err: again}, "try1, backoff1 0s, try2, success2"},
		"again around an HTTPError":           {"GET", nil, retry.Again(&outbound.HTTPError{Kind: "auth", Err: errBoom}), "try1, backoff1 0s, try2, success2"},
		"again among joined errors":           {"GET", nil, errors.Join(io.EOF, again), "try1, backoff1 0s, try2, success2"},
		"again of a layer without the import": {"GET", nil, mark.With(errBoom, mark.Again), "try1, backoff1 0s, try2, success2"},
		"again does not replay what cannot":   {"PUT", io.MultiReader(strings.NewReader("once")), again, "try1, giveup1 body"},
		"permanent":                           {"GET", nil, never, "try1, giveup1 not_retryable"},
		"permanent in a wrap":                 {"GET", nil, fmt.Errorf("layer: %w", never), "try1, giveup1 not_retryable"},
		"permanent in a URL error":            {"GET", nil, &url.Error{Op: "Get", URL: "http://u:p@a.test?q=1", Err: never}, "try1, giveup1 not_retryable"},
		"permanent around an HTTPError":       {"GET", nil, retry.Permanent(&outbound.HTTPError{Kind: "reset", Err: io.EOF}), "try1, giveup1 not_retryable"},
		"no mark":                             {"GET", nil, io.ErrUnexpectedEOF, "try1, backoff1 0s, try2, success2"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, events := record(retry.Policy{Wait: retry.Constant(0)})
				c := client(t, play(step{err: tt.err}, step{status: 200}), p)
				resp, err := c.Do(request(t, tt.method, tt.body))
				if err == nil {
					_ = resp.Body.Close()
				}
				wantNotes(t, events, strings.Split(tt.events, ", ")...)
			})
		})
	}
}

func TestALayerOfTheUsersMayAskForAnotherAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rejected := false
		layer := func(next http.RoundTripper) http.RoundTripper {
			return middleware.Func(func(req *http.Request) (*http.Response, error) {
				resp, err := next.RoundTrip(req)
				if err == nil && !rejected {
					rejected = true
					_ = resp.Body.Close()
					return nil, retry.Again(errBoom)
				}
				return resp, err
			})
		}
		base := play(status(200)...)
		c := client(t, base, retry.Policy{}, outbound.WithLayer(middleware.PerAttempt, "picky", layer))
		_, err := outbound.Post[string](t.Context(), c, "/", "x")
		want(t, "error", err, nil)
		want(t, "requests sent", len(base.sent), 2)
	})
}

func TestMarksOfNothingAreNothing(t *testing.T) {
	want(t, "Again(nil)", retry.Again(nil), nil)
	want(t, "Permanent(nil)", retry.Permanent(nil), nil)
	want(t, "errors.Is through a mark", errors.Is(retry.Again(retry.Permanent(errBoom)), errBoom), true)
	want(t, "text of a marked error", retry.Again(errBoom).Error(), "boom")
}
