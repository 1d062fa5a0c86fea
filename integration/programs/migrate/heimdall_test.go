package migrate_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gojek/heimdall/v7"
	"github.com/gojek/heimdall/v7/httpclient"
	"github.com/gojek/heimdall/v7/hystrix"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/retry"
)

func TestHeimdallClient(t *testing.T) {
	ctx := t.Context()
	same(t, func(base string) (any, error) {
		backoff := heimdall.NewExponentialBackoff(
			time.Millisecond, 30*time.Millisecond, 2, time.Millisecond)
		client := httpclient.NewClient(
			httpclient.WithHTTPTimeout(10*time.Second),
			httpclient.WithRetryCount(3), // retries
			httpclient.WithRetrier(heimdall.NewRetrier(backoff)),
		)
		resp, err := client.Get(base+"/users/42", nil)
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		return resp.StatusCode, nil
	}, func(base string) (any, error) {
		client, err := outbound.New(
			outbound.Standard(),
			outbound.WithBaseURL(base),
			outbound.WithAttemptTimeout(10*time.Second),
			outbound.WithRetry(retry.Policy{
				Attempts: 4, // sends
				Wait:     retry.Exponential(time.Millisecond, 2),
				MaxWait:  30 * time.Millisecond,
			}),
		)
		if err != nil {
			return nil, err
		}
		defer client.Close()
		var meta outbound.ResponseMeta
		_, err = outbound.Get[User](ctx, client, "/users/42", outbound.Meta(&meta))
		return meta.StatusCode, err
	}, reply{503, ""}, reply{502, ""}, ada)
}

func TestHeimdallGet(t *testing.T) {
	ctx := t.Context()
	for _, replies := range [][]reply{{{503, ""}, ada}, {{404, "{}"}}, {{503, ""}}} {
		same(t, func(base string) (any, error) {
			var none User
			client := httpclient.NewClient(
				httpclient.WithRetryCount(3),
				httpclient.WithRetrier(heimdall.NewRetrier(heimdall.NewConstantBackoff(time.Millisecond, time.Millisecond))),
			)
			token := "token"

			headers := http.Header{}
			headers.Set("Authorization", "Bearer "+token)
			resp, err := client.Get(base+"/users/42", headers)
			if err != nil {
				return none, err
			}
			defer resp.Body.Close()
			if resp.StatusCode == 404 {
				return none, errNoSuchUser
			}
			if resp.StatusCode >= 400 { // also after the last retry
				return none, fmt.Errorf("status %d", resp.StatusCode)
			}
			var user User
			err = json.NewDecoder(resp.Body).Decode(&user)
			return user, err
		}, func(base string) (any, error) {
			var none User
			client := newClient(base, soon)
			defer client.Close()
			token := "token"

			user, err := outbound.Get[User](
				ctx, client, "/users/42",
				outbound.Header("Authorization", "Bearer "+token))
			if errors.Is(err, httperror.Status(404)) {
				return none, errNoSuchUser
			}
			return user, err
		}, replies...)
	}
}

func TestHeimdallPost(t *testing.T) {
	ctx := t.Context()
	same(t, func(base string) (any, error) {
		client := httpclient.NewClient()
		body := strings.NewReader(`{"id":"4711","item":"tea"}`)
		resp, err := client.Post(base+"/orders", body,
			http.Header{"Content-Type": {"application/json"}})
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		return resp.StatusCode, nil
	}, func(base string) (any, error) {
		client := newClient(base)
		defer client.Close()
		order := Order{ID: "4711", Item: "tea"}
		var meta outbound.ResponseMeta
		_, err := outbound.Post[struct{}](
			ctx, client, "/orders", order, outbound.Meta(&meta))
		return meta.StatusCode, err
	}, reply{201, ""})
}

func TestHeimdallHystrix(t *testing.T) {
	ctx := t.Context()
	same(t, func(base string) (any, error) {
		client := hystrix.NewClient(
			hystrix.WithCommandName("users"),
			hystrix.WithHTTPTimeout(10*time.Second),
			hystrix.WithHystrixTimeout(20*time.Second),
			hystrix.WithMaxConcurrentRequests(100),
			hystrix.WithErrorPercentThreshold(50),
			hystrix.WithRequestVolumeThreshold(20),
			hystrix.WithSleepWindow(5000),
		)
		resp, err := client.Get(base+"/users/42", nil)
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		return resp.StatusCode, nil
	}, func(base string) (any, error) {
		client, err := outbound.New(
			outbound.WithBaseURL(base),
			outbound.WithAttemptTimeout(10*time.Second),
			outbound.WithTimeout(20*time.Second),
			outbound.WithConcurrency(limit.Concurrency{Max: 100}),
			outbound.WithBreaker(breaker.Policy{
				Ratio:    0.5,
				MinCalls: 20,
				OpenFor:  5 * time.Second,
			}),
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
