package clienttest

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// Failures of every sort, those too that no retry policy is asked about.
var sorts = map[string]struct {
	options []outbound.Option
	replies []mock.Reply
	call    []outbound.CallOption
	ctx     func(context.Context) (context.Context, context.CancelFunc)
	reason  string // of the error; the log has retry_off for ""
	ended   string // the clause about the end, "" if the failure is the end
}{
	"a status":                          {replies: []mock.Reply{mock.Status(404)}, reason: "not_retryable", ended: "not retried: "},
	"a status after retries":            {replies: []mock.Reply{mock.Status(503)}, reason: "attempts", ended: "given up: "},
	"a status, and retry is off":        {replies: []mock.Reply{mock.Status(503)}, call: []outbound.CallOption{outbound.NoRetry()}, ended: "not retried: NoRetry "},
	"a status that stays, no retry":     {replies: []mock.Reply{mock.Status(404)}, call: []outbound.CallOption{outbound.NoRetry()}, ended: "not retried: another attempt would fail in the same way"},
	"a broken connection":               {replies: []mock.Reply{mock.Reset()}, reason: "attempts", ended: "given up: "},
	"a broken connection, no retry":     {replies: []mock.Reply{mock.Reset()}, call: []outbound.CallOption{outbound.NoRetry()}, ended: "not retried: NoRetry "},
	"a body that is cut off":            {replies: []mock.Reply{mock.Truncated(200, strings.Repeat("x", 90000), 70000)}, reason: "not_retryable", ended: "not retried: "},
	"a body that is too large":          {options: []outbound.Option{outbound.WithMaxResponseBytes(10)}, replies: []mock.Reply{mock.Text(200, "more than ten bytes")}, reason: "not_retryable", ended: "not retried: "},
	"a body that is not what was asked": {replies: []mock.Reply{mock.Text(200, "<html>").With("Content-Type", "text/html")}, reason: "not_retryable", ended: "not retried: "},
	"a redirect loop":                   {options: []outbound.Option{outbound.WithMaxRedirects(2)}, replies: []mock.Reply{mock.Status(302).With("Location", "/x")}, reason: "not_retryable", ended: "not retried: "},
	"a redirect that leaves TLS":        {replies: []mock.Reply{mock.Status(302).With("Location", "http://other.test/")}, reason: "not_retryable", ended: "not retried: "},
	"no credentials": {options: []outbound.Option{outbound.WithAuth(auth.Func(func(*http.Request) error { return errors.New("sealed") }))},
		reason: "not_retryable", ended: "not retried: "},
	"a call that is cancelled": {replies: []mock.Reply{mock.Stall()}, reason: "canceled",
		ctx: func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Second, cancel)
			return ctx, cancel
		}},
	"a deadline that passes": {replies: []mock.Reply{mock.Stall()}, reason: "deadline",
		ctx: func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, 1500*time.Millisecond)
		}},
	"an open breaker": {options: []outbound.Option{outbound.WithBreaker(breaker.Policy{Consecutive: 1, MinRow: time.Nanosecond, OpenFor: time.Hour})}, replies: []mock.Reply{mock.Status(503).After(time.Second)},
		reason: "held", ended: "given up: "},
}

func TestEachFailureHasReasonAttemptsDurationAndDeliveryInErrorLogAndExplanation(t *testing.T) {
	for name, tt := range sorts {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				policy := retry.Policy{Attempts: 3, Wait: retry.Constant(1234567 * time.Microsecond), Jitter: retry.NoJitter}
				c, m := mock.New(t, append([]outbound.Option{
					outbound.WithBaseURL("https://api.test"), outbound.WithRetry(policy), outbound.WithRequestID("X-Id"),
					outbound.WithLogger(zerolog.New(&log).Level(zerolog.DebugLevel)),
				}, tt.options...)...)
				if tt.replies != nil {
					m.On("GET", "/x", tt.replies...)
				}
				ctx, cancel := t.Context(), context.CancelFunc(func() {})
				if tt.ctx != nil {
					ctx, cancel = tt.ctx(ctx)
				}
				defer cancel()
				_, err := outbound.Get[map[string]any](ctx, c, "/x", tt.call...)
				var he *outbound.HTTPError
				if !errors.As(err, &he) {
					t.Fatalf("got %v, want an HTTPError", err)
				}
				checkAlike(t, he, tt.reason, tt.ended, lastLine(t, log.Bytes()))
			})
		})
	}
}
