package migrate_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

func retryable() *retryablehttp.Client {
	c := retryablehttp.NewClient()
	c.Logger, c.RetryWaitMin, c.RetryWaitMax = nil, time.Millisecond, time.Millisecond
	return c
}

func TestRetryableHTTPClient(t *testing.T) {
	ctx := t.Context()
	same(t, func(base string) (any, error) {
		client := retryablehttp.NewClient()
		client.RetryMax = 3 // retries
		client.RetryWaitMin = time.Second
		client.RetryWaitMax = 30 * time.Second
		client.HTTPClient.Timeout = 10 * time.Second
		client.Logger = nil
		resp, err := client.Get(base + "/users/42")
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		return resp.StatusCode, nil
	}, func(base string) (any, error) {
		client, err := outbound.New(
			outbound.Standard(),
			outbound.WithBaseURL(base),
			outbound.WithRetry(retry.Policy{
				Attempts: 4, // sends
				MaxWait:  30 * time.Second,
			}),
			outbound.WithAttemptTimeout(10*time.Second),
		)
		if err != nil {
			return nil, err
		}
		defer client.Close()
		var meta outbound.ResponseMeta
		_, err = outbound.Get[User](ctx, client, "/users/42", outbound.Meta(&meta))
		return meta.StatusCode, err
	}, ada)
}

func TestRetryableHTTPGet(t *testing.T) {
	ctx := t.Context()
	for _, replies := range [][]reply{{{503, ""}, ada}, {{404, "{}"}}, {{503, ""}}} {
		same(t, func(base string) (any, error) {
			var none User
			client := retryable()
			client.RetryMax = 3

			req, err := retryablehttp.NewRequestWithContext(
				ctx, "GET", base+"/users/42", nil)
			if err != nil {
				return none, err
			}
			resp, err := client.Do(req)
			if err != nil { // "giving up after 4 attempt(s)"
				return none, err
			}
			defer resp.Body.Close()
			if resp.StatusCode == 404 {
				return none, errNoSuchUser
			}
			var user User
			err = json.NewDecoder(resp.Body).Decode(&user)
			return user, err
		}, func(base string) (any, error) {
			var none User
			client := newClient(base, soon)
			defer client.Close()

			user, err := outbound.Get[User](
				ctx, client, "/users/42")
			if errors.Is(err, httperror.Status(404)) {
				return none, errNoSuchUser
			}
			return user, err
		}, replies...)
	}
}

func TestRetryableHTTPPost(t *testing.T) {
	ctx, order := t.Context(), Order{ID: "4711", Item: "tea"}
	same(t, func(base string) (any, error) {
		client := retryable()
		err := func() error {
			body, err := json.Marshal(order)
			if err != nil {
				return err
			}
			resp, err := client.Post(base+"/orders",
				"application/json", body)
			if err != nil {
				return err
			}
			defer resp.Body.Close()
			if resp.StatusCode >= 400 {
				return fmt.Errorf("status %d", resp.StatusCode)
			}
			return nil
		}()
		return nil, err
	}, func(base string) (any, error) {
		client := newClient(base, soon)
		defer client.Close()

		_, err := outbound.Post[struct{}](
			ctx, client, "/orders", order,
			outbound.Header("Idempotency-Key", order.ID))
		return nil, err
	}, reply{503, ""}, reply{201, ""})
}

func TestRetryableHTTPHelper(t *testing.T) {
	ctx := t.Context()
	same(t, func(base string) (any, error) {
		client := retryable()
		do := func(method, path string, in, out any) error {
			body, err := json.Marshal(in)
			if err != nil {
				return err
			}
			req, err := retryablehttp.NewRequestWithContext(
				ctx, method, base+path, body)
			if err != nil {
				return err
			}
			resp, err := client.Do(req)
			if err != nil {
				return err
			}
			defer resp.Body.Close()
			if resp.StatusCode >= 400 {
				return fmt.Errorf("status %d", resp.StatusCode)
			}
			return json.NewDecoder(resp.Body).Decode(out)
		}
		var user User
		err := do("PUT", "/users/42", User{ID: 42, Name: "Bob"}, &user)
		return user, err
	}, func(base string) (any, error) {
		client := newClient(base, soon)
		defer client.Close()
		do := func(method, path string, in, out any) error {
			_, err := client.R(ctx).
				SetBody(in).
				SetResult(out).
				Execute(method, path)
			return err
		}
		var user User
		err := do("PUT", "/users/42", User{ID: 42, Name: "Bob"}, &user)
		return user, err
	}, reply{503, ""}, ada)
}

func TestRetryableHTTPCondition(t *testing.T) {
	ctx := t.Context()
	same(t, func(base string) (any, error) {
		client := retryable()
		client.CheckRetry = func(ctx context.Context,
			resp *http.Response, err error) (bool, error) {
			if resp != nil && resp.StatusCode == 409 {
				return true, nil
			}
			return retryablehttp.DefaultRetryPolicy(ctx, resp, err)
		}
		resp, err := client.Get(base + "/users/42")
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		return resp.StatusCode, nil
	}, func(base string) (any, error) {
		policy := retry.Policy{
			When: retry.Any(retry.Transient, retry.OnStatus(409)),
		}
		policy.Wait = retry.Constant(time.Millisecond)
		client := newClient(base, outbound.WithRetry(policy))
		defer client.Close()
		var meta outbound.ResponseMeta
		_, err := outbound.Get[User](ctx, client, "/users/42", outbound.Meta(&meta))
		return meta.StatusCode, err
	}, reply{409, ""}, ada)
}

func TestRetryableHTTPLastResponse(t *testing.T) {
	ctx := t.Context()
	same(t, func(base string) (any, error) {
		client := retryable()
		client.RetryMax = 1
		client.ErrorHandler = retryablehttp.PassthroughErrorHandler
		resp, err := client.Get(base + "/users/42")
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		return resp.StatusCode, errors.New("failed")
	}, func(base string) (any, error) {
		client := newClient(base, outbound.WithRetry(retry.Policy{Attempts: 2, Wait: retry.Constant(time.Millisecond)}))
		defer client.Close()
		_, err := outbound.Get[User](ctx, client, "/users/42")
		var he *outbound.HTTPError
		if errors.As(err, &he) {
			return he.StatusCode, err // and he.Body, he.History
		}
		return nil, err
	}, reply{503, "down"})
}

func TestRetryableHTTPLibrary(t *testing.T) {
	same(t, func(base string) (any, error) {
		client := retryable()
		lib := sdk.New(client.StandardClient())
		return nil, get(lib, base)
	}, func(base string) (any, error) {
		client := newClient(base, soon)
		defer client.Close()
		lib := sdk.New(client.HTTP())
		return nil, get(lib, base)
	}, reply{503, ""}, ada)
}
