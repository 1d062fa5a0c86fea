package migrate_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
	"example.com/outbound/stream"
)

func TestRequestsSession(t *testing.T) {
	ctx, token, id := t.Context(), "token", "42"
	column(t, func(base string) (any, error) {
		session, err := outbound.New(
			outbound.Standard(),
			outbound.WithBaseURL(base),
			outbound.WithAuth(auth.Bearer(token)),
			outbound.WithAttemptTimeout(10*time.Second),
		)
		if err != nil {
			return nil, err
		}
		defer session.Close()
		var none User
		user, err := outbound.Get[User](
			ctx, session, "/users/{id}",
			outbound.PathParam("id", id),
			outbound.Query("expand", "team"))
		if errors.Is(err, httperror.Status(404)) {
			return none, nil
		}
		return user, err
	}, []string{"GET /users/42?expand=team Bearer token "}, ada)
}

func TestRequestsBodies(t *testing.T) {
	ctx, order := t.Context(), Order{ID: "4711", Item: "tea"}
	column(t, func(base string) (any, error) {
		session := newClient(base)
		defer session.Close()
		_, err := outbound.Post[struct{}](
			ctx, session, "/orders", order)
		if err != nil {
			return nil, err
		}

		_, err = outbound.Post[struct{}](
			ctx, session, "/login",
			url.Values{"name": {"ada"}})
		return nil, err
	}, []string{`POST /orders  {"id":"4711","item":"tea"}`, "POST /login  name=ada"}, reply{201, ""})
}

func TestRequestsUpload(t *testing.T) {
	ctx, file := t.Context(), strings.NewReader("a,b\n")
	_, sent, err := run(t, func(base string) (any, error) {
		session := newClient(base)
		defer session.Close()
		_, err := outbound.Post[struct{}](
			ctx, session, "/reports", outbound.Multipart{
				Files: []outbound.File{
					{Field: "report", Name: "may.csv", Body: file},
				},
			})
		return nil, err
	}, []reply{{201, ""}})
	if err != nil || len(sent) != 1 || !strings.Contains(sent[0], `filename="may.csv"`) {
		t.Errorf("got %v, sent %q", err, sent)
	}
}

func TestRequestsDownload(t *testing.T) {
	ctx, name := t.Context(), filepath.Join(t.TempDir(), "report.csv")
	column(t, func(base string) (any, error) {
		session := newClient(base)
		defer session.Close()
		_, err := stream.DownloadFile(
			ctx, session, "/report.csv", name)
		return nil, err
	}, []string{"GET /report.csv  "}, reply{200, "a,b\n"})
	if text, err := os.ReadFile(name); err != nil || string(text) != "a,b\n" {
		t.Errorf("got %q, %v", text, err)
	}
}

func TestRequestsErrors(t *testing.T) {
	ctx := t.Context()
	column(t, func(base string) (any, error) {
		session := newClient(base)
		defer session.Close()
		_, err := outbound.Get[User](ctx, session, "/users/42")
		var he *outbound.HTTPError
		switch {
		case errors.Is(err, httperror.Timeout),
			errors.Is(err, httperror.Connect):
			fmt.Println("the server is away")
		case errors.As(err, &he) && he.StatusCode != 0:
			fmt.Println(he.StatusCode, string(he.Body))
		}
		return nil, nil
	}, []string{"GET /users/42  "}, reply{400, "bad"})
}

func TestURLLib3Retry(t *testing.T) {
	ctx := t.Context()
	column(t, func(base string) (any, error) {
		session, err := outbound.New(
			outbound.WithBaseURL(base),
			outbound.WithRetry(retry.Policy{
				Attempts: 4, // total=3 retries
				Wait:     retry.ImmediateFirst(retry.Exponential(time.Second, 2)),
				Jitter:   retry.NoJitter,
			}),
		)
		if err != nil {
			return nil, err
		}
		defer session.Close()
		return outbound.Get[User](ctx, session, "/users/42")
	}, []string{"GET /users/42  ", "GET /users/42  "}, reply{503, ""}, ada)
}

func TestTenacityDecorator(t *testing.T) {
	ctx, tries := t.Context(), 0
	upload := func(context.Context, string) (string, error) {
		if tries++; tries == 1 {
			return "", http.ErrServerClosed
		}
		return "etag", nil
	}
	errUnavailable := http.ErrServerClosed
	policy := retry.Policy{
		Attempts: 4,
		Wait:     retry.Exponential(time.Second, 2),
		MaxWait:  30 * time.Second,
		When:     retry.OnError(errUnavailable),
	}
	policy.Wait = retry.Constant(time.Millisecond)
	etag, err := retry.Do(ctx, policy,
		func(ctx context.Context) (string, error) {
			return upload(ctx, "report.csv")
		})
	if etag != "etag" || err != nil || tries != 2 {
		t.Errorf("got %q, %v after %d tries", etag, err, tries)
	}
}
