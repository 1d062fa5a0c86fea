package clienttest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

const home = "http://api.test"

// One failure for each reason and each limit: what the error says of it.
func TestAFailureNamesItsLimitAndSaysWhyItWasNotRepeated(t *testing.T) {
	second := retry.Policy{Wait: retry.Constant(time.Second), Jitter: retry.NoJitter}
	policy := func(change func(*retry.Policy)) outbound.Option {
		p := second
		change(&p)
		return outbound.WithRetry(p)
	}
	for name, tt := range map[string]struct {
		options  []outbound.Option
		method   string // GET if empty
		replies  []mock.Reply
		deadline time.Duration
		call     []outbound.CallOption
		limit    string
		says     []string
		delivery httperror.Delivery
	}{
		"all attempts are used": {replies: []mock.Reply{mock.Status(503)},
			limit: "attempts 4", says: []string{"503 Service Unavailable; given up: all 4 attempts are used; 4 attempts in 3s; the server answered"}, delivery: httperror.Answered},
		"one attempt is allowed": {options: []outbound.Option{policy(func(p *retry.Policy) { p.Attempts = 1 })}, replies: []mock.Reply{mock.Status(503)},
			limit: "attempts 1", says: []string{"not retried: the retry policy allows 1 attempt"}, delivery: httperror.Answered},
		"a class has its own limit": {options: []outbound.Option{policy(func(p *retry.Policy) { p.Limits.Status = new(1) })}, replies: []mock.Reply{mock.Status(503)},
			limit: "retries of class Status 1", says: []string{"given up: the retry policy allows 1 retry after failures of the class Status"}, delivery: httperror.Answered},
		"the waits are used up": {options: []outbound.Option{policy(func(p *retry.Policy) { p.Wait = retry.List(time.Second) })}, replies: []mock.Reply{mock.Status(503)},
			limit: "waits 1", says: []string{"given up: the list of waits has none after attempt 2"}, delivery: httperror.Answered},
		"the time for retries is over": {options: []outbound.Option{policy(func(p *retry.Policy) { p.MaxElapsed = 2 * time.Second })}, replies: []mock.Reply{mock.Status(503)},
			limit: "max elapsed 2s", says: []string{"given up: no attempt begins after the 2s for retries"}, delivery: httperror.Answered},
		"the next wait does not fit": {options: []outbound.Option{policy(func(p *retry.Policy) { p.MaxElapsed, p.ElapsedMode = 1500*time.Millisecond, retry.Before })}, replies: []mock.Reply{mock.Status(503)},
			limit: "max elapsed 1.5s", says: []string{"given up: the next wait of 1s is longer than the 500ms left of the 1.5s for retries"}, delivery: httperror.Answered},
		"the server asks for too long a wait": {replies: []mock.Reply{mock.Status(503).With("Retry-After", "120").After(400 * time.Millisecond)},
			limit: "max elapsed 50s", says: []string{"not retried: the server asks to wait 2m0s (Retry-After), 49.6s are left of the 50s for retries"}, delivery: httperror.Answered},
		"the wait would pass the caller's deadline": {replies: []mock.Reply{mock.Status(503)}, deadline: 892 * time.Millisecond,
			limit: "caller's deadline 892ms", says: []string{"not retried: the next wait of 1s would pass the caller's deadline in 892ms; Policy.Wait sets the wait"}, delivery: httperror.Answered},
		"the wait would pass the call timeout": {options: []outbound.Option{outbound.WithTimeout(1500 * time.Millisecond)}, replies: []mock.Reply{mock.Status(503)},
			limit: "call timeout 1.5s", says: []string{"given up after attempt 2, which was not retried: the next wait of 1s would pass the call timeout of 1.5s in 500ms"}, delivery: httperror.Answered},
		"the budget is used up": {options: []outbound.Option{policy(func(p *retry.Policy) { p.Budget = retry.NewBudget(3, 0) })}, replies: []mock.Reply{mock.Status(503)},
			limit: "retry budget 3 tokens", says: []string{"tokens left for http://api.test, retries need more than 1.5"}, delivery: httperror.Answered},
		"the policy does not repeat the status": {replies: []mock.Reply{mock.Status(404)},
			says: []string{"not retried: the retry policy does not repeat a 404"}, delivery: httperror.Answered},
		"a name that does not exist is looked up twice": {replies: []mock.Reply{mock.NoSuchHost()},
			limit: "name lookups 2", says: []string{"given up: a name that does not exist is looked up twice at most; 2 attempts in 1s"}, delivery: httperror.NotSent},
		"a name that a policy of one's own does not look up again": {options: []outbound.Option{policy(func(p *retry.Policy) { p.When = retry.OnStatus(503) })}, replies: []mock.Reply{mock.NoSuchHost()},
			says: []string{"not retried: the retry policy does not repeat failures of kind dns; 1 attempt"}, delivery: httperror.NotSent},
		"a POST may have been processed": {method: "POST", replies: []mock.Reply{mock.Reset()},
			says: []string{"POST was not sent again: the server may have processed it, and the call has no idempotency key"}, delivery: httperror.MaybeProcessed},
		"a POST that was answered is not sent again": {method: "POST", replies: []mock.Reply{mock.Status(503)},
			says: []string{"POST was not sent again: the server may have processed it, and the call has no idempotency key"}, delivery: httperror.Answered},
		"no connection": {method: "POST", replies: []mock.Reply{mock.Refused()}, call: []outbound.CallOption{outbound.NoRetry()},
			says: []string{"connection refused; not retried: NoRetry turns retry off for this call; 1 attempt; the request was not sent"}, delivery: httperror.NotSent},
		"no headers within the attempt timeout": {options: []outbound.Option{outbound.WithAttemptTimeout(10 * time.Second)}, replies: []mock.Reply{mock.Stall()}, call: []outbound.CallOption{outbound.NoRetry()},
			limit: "attempt timeout 10s", says: []string{"no response headers within the attempt timeout of 10s"}, delivery: httperror.MaybeProcessed},
		"no time is left after the attempts that timed out": {options: []outbound.Option{outbound.WithAttemptTimeout(10 * time.Second)}, replies: []mock.Reply{mock.Stall()},
			limit: "attempts 4", says: []string{"no response headers within the attempt timeout of 10s; given up: all 4 attempts are used; 4 attempts in 43s; the server may have processed it"}, delivery: httperror.MaybeProcessed},
		"the call timeout passes": {options: []outbound.Option{outbound.WithTimeout(time.Minute), outbound.WithAttemptTimeout(0)}, replies: []mock.Reply{mock.Stall()},
			limit: "call timeout 60s", says: []string{"deadline: the call timeout of 60s passed"}, delivery: httperror.MaybeProcessed},
		"the call option sets another timeout": {options: []outbound.Option{outbound.WithTimeout(time.Minute)}, replies: []mock.Reply{mock.Stall()}, call: []outbound.CallOption{outbound.Timeout(2 * time.Second)},
			limit: "call timeout 2s", says: []string{"the call timeout of 2s passed"}, delivery: httperror.MaybeProcessed},
		"the caller's deadline passes": {replies: []mock.Reply{mock.Stall()}, deadline: 1200 * time.Millisecond,
			limit: "caller's deadline 1.2s", says: []string{"the caller's deadline passed 1.2s after the call began"}, delivery: httperror.MaybeProcessed},
		"a body stands still": {options: []outbound.Option{outbound.WithBodyIdleTimeout(30 * time.Second)}, replies: []mock.Reply{mock.StalledBody(200, strings.Repeat("x", 90000), 70000)}, call: []outbound.CallOption{outbound.NoRetry()},
			limit: "body idle timeout 30s", says: []string{"no byte for 30s after 70000 of 90000"}, delivery: httperror.Answered},
		"a body stands still for the time of the call option": {replies: []mock.Reply{mock.StalledBody(200, strings.Repeat("x", 90000), 70000)}, call: []outbound.CallOption{outbound.NoRetry(), outbound.BodyIdle(3 * time.Second)},
			limit: "body idle timeout 3s", says: []string{"no byte for 3s after 70000 of 90000"}, delivery: httperror.Answered},
		"a body that is cut off": {replies: []mock.Reply{mock.Truncated(200, strings.Repeat("x", 90000), 70000)}, call: []outbound.CallOption{outbound.NoRetry()},
			says: []string{"body: the response broke off after 70000 of 90000 bytes"}, delivery: httperror.Answered},
		"a response that is too large": {options: []outbound.Option{outbound.WithMaxResponseBytes(32 << 10)}, replies: []mock.Reply{mock.Text(200, strings.Repeat("x", 33<<10))},
			limit: "response limit 32 KiB", says: []string{"the body has more than the 32 KiB that WithMaxResponseBytes allows"}, delivery: httperror.Answered},
		"redirects without an end": {options: []outbound.Option{outbound.WithMaxRedirects(10)}, replies: []mock.Reply{mock.Status(302).With("Location", "/x")},
			limit: "redirects 10", says: []string{"stopped after 10 redirects"}, delivery: httperror.Answered},
		"a certificate of an unknown authority": {replies: []mock.Reply{mock.BadCertificate()},
			says: []string{"the certificate of api.test is signed by an unknown authority (issuer ", ": add it with WithRootCAs"}, delivery: httperror.NotSent},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base := home
				if strings.Contains(name, "certificate") {
					base = "https://api.test"
				}
				c, m := mock.New(t, append([]outbound.Option{outbound.WithBaseURL(base), outbound.WithRetry(second)}, tt.options...)...)
				method := tt.method
				if method == "" {
					method = http.MethodGet
				}
				m.On(method, "/x", tt.replies...)
				ctx := t.Context()
				if tt.deadline > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, tt.deadline)
					defer cancel()
				}
				_, err := outbound.Call[string](ctx, c, method, "/x", nil, tt.call...)
				var he *outbound.HTTPError
				if !errors.As(err, &he) {
					t.Fatalf("got %v, want an HTTPError", err)
				}
				if he.Limit != tt.limit || he.Delivery != tt.delivery {
					t.Errorf("got limit %q and delivery %q, want %q and %q", he.Limit, he.Delivery, tt.limit, tt.delivery)
				}
				for _, want := range tt.says {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("got  %s\nwant %q in it", err, want)
					}
				}
				checkExplained(t, he)
			})
		})
	}
}

// checkExplained holds what is true of every explanation.
func checkExplained(t *testing.T, he *outbound.HTTPError) {
	t.Helper()
	text := he.Explain()
	if n := strings.Count(text, "\n"); n < 5 || n > 15 {
		t.Errorf("got %d lines, want 5 to 15:\n%s", n, text)
	}
	for _, want := range []string{he.Method + " " + he.URL, string(he.Delivery), he.Limit} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
			t.Errorf("got\n%s\nwant %q in it", text, want)
		}
	}
}

func TestAnURLErrorSaysMethodAndURLOnce(t *testing.T) {
	for name, call := range map[string]func(*outbound.Client) error{
		"HTTP": func(c *outbound.Client) error {
			resp, err := c.HTTP().Get(home + "/x?token=canary")
			if err == nil {
				_ = resp.Body.Close()
			}
			return err
		},
		"R": func(c *outbound.Client) error {
			_, err := c.R(context.Background()).SetQueryParam("token", "canary").Get("/x")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, m := mock.New(t, outbound.Preset("billing", outbound.WithBaseURL(home), outbound.WithRetry(retry.Policy{Attempts: 1})))
				m.On("GET", "/x", mock.Reset())
				err := call(c)
				var he *outbound.HTTPError
				var ue *url.Error
				if !errors.As(err, &ue) || !errors.As(err, &he) || !errors.Is(err, httperror.Reset) {
					t.Fatalf("got %v (%T), want an url.Error with an HTTPError of kind reset", err, err)
				}
				text := err.Error()
				if strings.Count(text, "/x") != 1 || strings.Count(strings.ToUpper(text), "GET ") != 1 || strings.Contains(text, "canary") && name == "R" {
					t.Errorf("method or URL is said twice, or a secret is shown: %s", text)
				}
				if !strings.Contains(text, "billing: ") || !strings.Contains(he.Error(), "GET "+home+"/x") {
					t.Errorf("got %q and %q, want the client in the first and the URL in the second", text, he.Error())
				}
			})
		})
	}
}

func TestACancelledCallSaysTheCauseAndTheWaitThatItBrokeOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, m := mock.New(t, outbound.WithBaseURL(home), outbound.WithRetry(retry.Policy{Wait: retry.Constant(10 * time.Second), Jitter: retry.NoJitter}))
		m.On("GET", "/x", mock.Status(503))
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(1200*time.Millisecond, func() { cancel(errors.New("the user has closed the page")) })
		_, err := outbound.Get[string](ctx, c, "/x")
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v, want context.Canceled", err)
		}
		for _, want := range []string{"the caller canceled the call 1.2s after the call began, with the cause \"the user has closed the page\"", "that was during the wait of 10s before attempt 2"} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("got %s\nwant %q in it", err, want)
			}
		}
	})
}

func TestABodyOfDoFailsWithASentence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, m := mock.New(t, outbound.WithBaseURL(home), outbound.WithTimeout(5*time.Second))
		m.On("GET", "/x", mock.StalledBody(200, "hello world", 5))
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, home+"/x", nil)
		resp, err := c.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		_, err = io.ReadAll(resp.Body)
		var he *outbound.HTTPError
		if !errors.As(err, &he) || he.Limit != "call timeout 5s" || !errors.Is(err, context.DeadlineExceeded) ||
			!strings.Contains(err.Error(), "the call timeout of 5s passed after 5 of 11 bytes (Timeout and WithTimeout set it, Stream() lifts it)") {
			t.Errorf("got %v", err)
		}
	})
}

func TestANameOfWithSecretNamesIsHiddenInErrorsAndTheirChain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, m := mock.New(t, outbound.WithBaseURL(home), outbound.WithSecretNames("iban"), outbound.WithRetry(retry.Policy{Attempts: 1}))
		m.On("GET", "/x", mock.Do(func(*http.Request) (*http.Response, error) { return nil, errors.New("rejected iban=canary") }))
		_, err := outbound.Get[string](t.Context(), c, "/x")
		var he *outbound.HTTPError
		if !errors.As(err, &he) {
			t.Fatalf("got %v", err)
		}
		if text := err.Error() + he.Explain(); strings.Contains(text, "canary") {
			t.Errorf("the secret is shown: %s", text)
		}
	})
}
