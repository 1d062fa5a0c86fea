package migrate_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
	"example.com/outbound/stream"
)

func TestHTTPXClient(t *testing.T) {
	ctx, token := t.Context(), "token"
	column(t, func(base string) (any, error) {
		client, err := outbound.New(
			outbound.WithBaseURL(base),
			outbound.WithAuth(auth.Bearer(token)),
			outbound.WithAttemptTimeout(10*time.Second),
			outbound.WithRetry(retry.Policy{
				Attempts: 4,
				When:     retry.OnKind(httperror.Connect),
			}),
			outbound.WithConcurrency(limit.Concurrency{Max: 100}),
		)
		if err != nil {
			return nil, err
		}
		defer client.Close()
		return outbound.Get[User](ctx, client, "/users/42")
	}, []string{"GET /users/42 Bearer token "}, ada)
}

func TestHTTPXGather(t *testing.T) {
	ctx := t.Context()
	_, sent, err := run(t, func(base string) (any, error) {
		client := newClient(base)
		defer client.Close()
		var users [3]User
		var errs [3]error
		var wg sync.WaitGroup
		for i := range users {
			wg.Go(func() {
				users[i], errs[i] = outbound.Get[User](
					ctx, client, fmt.Sprintf("/users/%d", i))
			})
		}
		wg.Wait()
		return users, errors.Join(errs[:]...)
	}, []reply{ada})
	if err != nil || len(sent) != 3 {
		t.Errorf("got %v, sent %q", err, sent)
	}
}

func TestHTTPXLines(t *testing.T) {
	ctx := t.Context()
	column(t, func(base string) (any, error) {
		client := newClient(base)
		defer client.Close()
		for user, err := range stream.Lines[User](ctx, client, "/users.ndjson") {
			if err != nil {
				return nil, err
			}
			fmt.Println(user.Name)
		}
		return nil, nil
	}, []string{"GET /users.ndjson  "}, reply{200, `{"name":"Ada"}` + "\n"})
}

func TestHTTPXMock(t *testing.T) {
	client, m := mock.New(t)
	m.On("GET", "/users/42", mock.JSON(200, User{ID: 42, Name: "Ada"}))
	user, err := outbound.Get[User](t.Context(), client, "/users/42")
	if err != nil || user.Name != "Ada" {
		t.Errorf("got %v, %v", user, err)
	}
}

func TestAxiosClient(t *testing.T) {
	ctx, token := t.Context(), "token"
	column(t, func(base string) (any, error) {
		client, err := outbound.New(
			outbound.Standard(),
			outbound.WithBaseURL(base),
			outbound.WithAuth(auth.Bearer(token)),
			outbound.WithAttemptTimeout(10*time.Second),
			outbound.WithRetry(retry.Policy{
				Attempts: 4, // retries: 3
			}),
		)
		if err != nil {
			return nil, err
		}
		defer client.Close()
		user, err := outbound.Get[User](
			ctx, client, "/users/42",
			outbound.Query("expand", "team"))
		return user, err
	}, []string{"GET /users/42?expand=team Bearer token "}, ada)
}

func TestAxiosErrors(t *testing.T) {
	ctx, order := t.Context(), Order{ID: "4711", Item: "tea"}
	column(t, func(base string) (any, error) {
		client := newClient(base)
		defer client.Close()
		_, err := outbound.Post[Order](ctx, client, "/orders", order)
		var he *outbound.HTTPError
		switch {
		case !errors.As(err, &he):
			fmt.Println("created")
		case he.StatusCode != 0:
			fmt.Println(he.StatusCode, string(he.Body))
		default: // no response
			fmt.Println(he.Kind)
		}
		return nil, nil
	}, []string{`POST /orders  {"id":"4711","item":"tea"}`}, reply{422, "sold out"})
}

func TestAxiosAbort(t *testing.T) {
	parent := t.Context()
	_, _, err := run(t, func(base string) (any, error) {
		client := newClient(base)
		defer client.Close()
		ctx, cancel := context.WithCancel(parent)
		time.AfterFunc(5*time.Second, cancel)
		_, err := outbound.Get[User](ctx, client, "/users/42")
		if errors.Is(err, httperror.Canceled) {
			fmt.Println("canceled")
		}
		return nil, err
	}, []reply{ada})
	if err != nil {
		t.Error(err)
	}
}

func TestAxiosValidateStatus(t *testing.T) {
	ctx := t.Context()
	column(t, func(base string) (any, error) {
		client := newClient(base)
		defer client.Close()
		var meta outbound.ResponseMeta
		user, err := outbound.Get[User](ctx, client, "/users/42",
			outbound.AllowStatus(404), outbound.Meta(&meta))
		return user, err
	}, []string{"GET /users/42  "}, reply{404, ""})
}
