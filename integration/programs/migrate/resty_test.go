package migrate_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

func TestRestyClient(t *testing.T) {
	ctx, token := t.Context(), "token"
	same(t, func(base string) (any, error) {
		client := resty.New().
			SetBaseURL(base).
			SetAuthToken(token).
			SetTimeout(20 * time.Second).
			SetRetryCount(3). // retries
			SetRetryWaitTime(time.Millisecond)
		client.AddRetryCondition(func(resp *resty.Response, err error) bool {
			return err != nil || resp.StatusCode() >= 500
		})
		resp, err := client.R().SetContext(ctx).Get("/users/42")
		return resp.StatusCode(), err
	}, func(base string) (any, error) {
		client, err := outbound.New(
			outbound.Standard(),
			outbound.WithBaseURL(base),
			outbound.WithAuth(auth.Bearer(token)),
			outbound.WithTimeout(20*time.Second),
			outbound.WithRetry(retry.Policy{
				Attempts: 4, // sends
				Wait:     retry.Constant(time.Millisecond),
			}),
		)
		if err != nil {
			return nil, err
		}
		defer client.Close()
		resp, err := client.R(ctx).Get("/users/42")
		return resp.StatusCode(), err
	}, reply{503, ""}, ada)
}

func TestRestyGet(t *testing.T) {
	ctx := t.Context()
	for _, answer := range []reply{ada, {404, "{}"}, {500, "{}"}} {
		same(t, func(base string) (any, error) {
			var none User
			client := resty.New().SetBaseURL(base)

			var user User
			resp, err := client.R().
				SetContext(ctx).
				SetPathParam("id", "42").
				SetResult(&user).
				Get("/users/{id}")
			if err != nil {
				return none, err
			}
			if resp.StatusCode() == 404 {
				return none, errNoSuchUser
			}
			if resp.IsError() {
				return none, fmt.Errorf("status %d", resp.StatusCode())
			}
			return user, nil
		}, func(base string) (any, error) {
			var none User
			client := newClient(base)
			defer client.Close()

			var user User
			_, err := client.R(ctx).
				SetPathParam("id", "42").
				SetResult(&user).
				Get("/users/{id}")
			if errors.Is(err, httperror.Status(404)) {
				return none, errNoSuchUser
			}
			if err != nil {
				return none, err
			}
			return user, nil
		}, answer)
	}
}

func TestRestyPost(t *testing.T) {
	ctx, order := t.Context(), Order{ID: "4711", Item: "tea"}
	same(t, func(base string) (any, error) {
		client := resty.New().SetBaseURL(base)
		var problem struct{ Code string }
		resp, err := client.R().
			SetContext(ctx).
			SetBody(order).
			SetError(&problem).
			Post("/orders")
		if err == nil && resp.IsError() {
			err = errors.New(problem.Code)
		}
		return problem.Code, err
	}, func(base string) (any, error) {
		client := newClient(base)
		defer client.Close()
		var problem struct{ Code string }
		_, err := client.R(ctx).
			SetBody(order).
			SetError(&problem).
			Post("/orders")
		return problem.Code, err
	}, reply{422, `{"code":"sold_out"}`})
}

func TestRestyMiddleware(t *testing.T) {
	ctx := t.Context()
	same(t, func(base string) (any, error) {
		client := resty.New().SetBaseURL(base)
		client.OnBeforeRequest(func(_ *resty.Client, r *resty.Request) error {
			r.SetHeader("Authorization", "Tenant acme")
			return nil
		})
		_, err := client.R().SetContext(ctx).Get("/users/42")
		return nil, err
	}, func(base string) (any, error) {
		tenant := middleware.Before(func(req *http.Request) (*http.Request, error) {
			req = req.Clone(req.Context())
			req.Header.Set("Authorization", "Tenant acme")
			return req, nil
		})
		client, err := outbound.New(
			outbound.WithBaseURL(base),
			outbound.WithLayer(middleware.PerCall, "tenant", tenant),
		)
		if err != nil {
			return nil, err
		}
		defer client.Close()
		_, err = client.R(ctx).Get("/users/42")
		return nil, err
	}, ada)
}
