package migrate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

// newClient is the client of the column of outbound.
func newClient(base string, opts ...outbound.Option) *outbound.Client {
	client, err := outbound.New(append([]outbound.Option{outbound.WithBaseURL(base)}, opts...)...)
	if err != nil {
		panic(err)
	}
	return client
}

// soon is the policy by default, with shorter waits.
var soon = outbound.WithRetry(retry.Policy{Wait: retry.Constant(time.Millisecond)})

func TestNetHTTPClient(t *testing.T) {
	ctx := t.Context()
	same(t, func(base string) (any, error) {
		client := &http.Client{
			Timeout: 20 * time.Second,
		}
		defer client.CloseIdleConnections()
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
			outbound.WithTimeout(20*time.Second),
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

func TestNetHTTPGet(t *testing.T) {
	ctx, id := t.Context(), "42"
	for _, answer := range []reply{ada, {404, "{}"}, {400, "{}"}, {200, "no JSON"}} {
		same(t, func(base string) (any, error) {
			var none User
			client := &http.Client{}
			defer client.CloseIdleConnections()

			req, err := http.NewRequestWithContext(ctx, "GET",
				base+"/users/"+url.PathEscape(id), nil)
			if err != nil {
				return none, err
			}
			resp, err := client.Do(req)
			if err != nil {
				return none, err
			}
			defer resp.Body.Close()
			if resp.StatusCode == 404 {
				return none, errNoSuchUser
			}
			if resp.StatusCode >= 400 {
				return none, fmt.Errorf("status %d", resp.StatusCode)
			}
			var user User
			err = json.NewDecoder(resp.Body).Decode(&user)
			return user, err
		}, func(base string) (any, error) {
			var none User
			client := newClient(base)
			defer client.Close()

			user, err := outbound.Get[User](ctx, client,
				"/users/{id}", outbound.PathParam("id", id))
			if errors.Is(err, httperror.Status(404)) {
				return none, errNoSuchUser
			}
			return user, err
		}, answer)
	}
}

func TestNetHTTPPost(t *testing.T) {
	ctx, order, token := t.Context(), Order{ID: "4711", Item: "tea"}, "token"
	same(t, func(base string) (any, error) {
		client := &http.Client{}
		defer client.CloseIdleConnections()
		err := func() error {
			body, err := json.Marshal(order)
			if err != nil {
				return err
			}
			req, err := http.NewRequestWithContext(ctx, "POST",
				base+"/orders", bytes.NewReader(body))
			if err != nil {
				return err
			}
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Authorization", "Bearer "+token)
			resp, err := client.Do(req)
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
		client := newClient(base, outbound.WithAuth(auth.Bearer(token)))
		defer client.Close()

		_, err := outbound.Post[struct{}](ctx, client,
			"/orders", order)
		return nil, err
	}, reply{201, ""})
}

func TestNetHTTPRetry(t *testing.T) {
	ctx := t.Context()
	same(t, func(base string) (any, error) {
		client := &http.Client{}
		defer client.CloseIdleConnections()
		get := func(ctx context.Context, url string) (*http.Response, error) {
			for n := 1; ; n++ {
				req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
				if err != nil {
					return nil, err
				}
				resp, err := client.Do(req)
				if err == nil && resp.StatusCode < 500 || n == 4 {
					return resp, err
				}
				if err == nil {
					resp.Body.Close()
				}
				time.Sleep(time.Millisecond << n)
			}
		}
		resp, err := get(ctx, base+"/users/42")
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		return resp.StatusCode, nil
	}, func(base string) (any, error) {
		client := newClient(base, soon)
		defer client.Close()
		var meta outbound.ResponseMeta
		_, err := outbound.Get[User](ctx, client, "/users/42", outbound.Meta(&meta))
		return meta.StatusCode, err
	}, reply{503, ""}, reply{502, ""}, ada)
}

func TestNetHTTPBody(t *testing.T) {
	ctx := t.Context()
	same(t, func(base string) (any, error) {
		client, w := &http.Client{}, &strings.Builder{}
		defer client.CloseIdleConnections()
		err := func() error {
			resp, err := client.Get(base + "/report")
			if err != nil {
				return err
			}
			defer resp.Body.Close()
			if resp.StatusCode >= 400 {
				return fmt.Errorf("status %d", resp.StatusCode)
			}
			_, err = io.Copy(w, resp.Body)
			return err
		}()
		return w, err
	}, func(base string) (any, error) {
		client, w := newClient(base), &strings.Builder{}
		defer client.Close()
		err := func() error {
			req, err := http.NewRequestWithContext(ctx, "GET",
				base+"/report", nil)
			if err != nil {
				return err
			}
			resp, err := client.Do(req, outbound.Stream())
			if err != nil {
				return err
			}
			defer resp.Body.Close()
			_, err = io.Copy(w, resp.Body)
			return err
		}()
		return w, err
	}, reply{200, "a long report"})
}

// sdk stands for somebody else's library.
var sdk sdkPackage

type (
	sdkPackage struct{}
	sdkClient  struct{ http *http.Client }
)

func (sdkPackage) New(c *http.Client) sdkClient { return sdkClient{c} }

func TestNetHTTPLibrary(t *testing.T) {
	same(t, func(base string) (any, error) {
		client := &http.Client{}
		defer client.CloseIdleConnections()
		lib := sdk.New(client)
		return nil, get(lib, base)
	}, func(base string) (any, error) {
		client := newClient(base)
		defer client.Close()
		lib := sdk.New(client.HTTP())
		return nil, get(lib, base)
	}, ada)
}

func get(lib sdkClient, base string) error {
	resp, err := lib.http.Get(base + "/users/42")
	if err == nil {
		resp.Body.Close()
	}
	return err
}
