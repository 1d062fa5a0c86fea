package mock_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

type user struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

func TestRepliesComeInSequenceAndTheLastRepeats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, m := mock.New(t, outbound.WithRetry(retry.Policy{}))
		m.On("GET", "/users/{id}", mock.Status(503), mock.Refused(), mock.JSON(200, user{42, "Ada"}))
		for range 3 {
			got, err := outbound.Get[user](t.Context(), c, "/users/42")
			if err != nil || got != (user{42, "Ada"}) {
				t.Fatalf("got %v, %v, want Ada", got, err)
			}
		}
		if n := len(m.Requests()); n != 5 {
			t.Errorf("got %d requests, want 5", n)
		}
	})
}

func TestFaultsAreOfTheirKind(t *testing.T) {
	for name, f := range map[string]struct {
		reply mock.Reply
		kind  httperror.Kind
	}{
		"refused":         {mock.Refused(), httperror.Connect},
		"no such host":    {mock.NoSuchHost(), httperror.DNS},
		"reset":           {mock.Reset(), httperror.Reset},
		"truncated":       {mock.Truncated(200, "0123456789", 4), httperror.Body},
		"garbage":         {mock.Garbage(), httperror.Protocol},
		"bad certificate": {mock.BadCertificate(), httperror.TLS},
		"stall":           {mock.Stall(), httperror.Timeout},
	} {
		for _, m := range []string{"GET", "POST"} {
			t.Run(name+" "+m, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c, tr := mock.New(t)
					tr.On(m, "/x", f.reply)
					_, err := outbound.Call[string](t.Context(), c, m, "/x", nil)
					if !errors.Is(err, f.kind) {
						t.Errorf("got %v, want kind %s", err, f.kind)
					}
					t.Logf("%v: %#v", err, errors.Unwrap(err))
				})
			})
		}
	}
}

func TestEveryReplyEndsWithTheContextAndItsCause(t *testing.T) {
	cause := errors.New("the caller went home")
	for name, r := range map[string]mock.Reply{
		"stall":      mock.Stall(),
		"late":       mock.Status(200).After(time.Hour),
		"late dial":  mock.Refused().After(time.Hour),
		"a function": mock.Do(func(*http.Request) (*http.Response, error) { return nil, nil }).After(time.Hour),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := mock.NewTransport(t)
				m.On("POST", "/x", r)
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(time.Second, func() { cancel(cause) })
				req, _ := http.NewRequestWithContext(ctx, "POST", "https://mock.test/x", strings.NewReader("body"))
				body := &closing{Reader: req.Body}
				req.Body = body
				resp, err := m.RoundTrip(req)
				if resp != nil || err != cause {
					t.Errorf("got %v, %v, want the cause", resp, err)
				}
				if !body.closed.Load() {
					t.Error("the request body was not closed")
				}
			})
		})
	}
}

func TestAnUnmatchedRequestFailsTheTestAndSaysWhy(t *testing.T) {
	s := &spy{TB: t}
	c, m := mock.New(s)
	m.On("GET", "/users/42").Query("page", "2").Header("Authorization", "Bearer s3cret")
	_, err := outbound.Get[string](t.Context(), c, "/users/42?page=3&api_key=hunter2", outbound.Header("Authorization", "Bearer other"))
	if err == nil {
		t.Error("got no error")
	}
	t.Log(err)
	t.Log(s.end())
}
