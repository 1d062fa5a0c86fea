package programs_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-github/v75/github"
)

func hub(t *testing.T, hc *http.Client, address string) *github.Client {
	t.Helper()
	c := github.NewClient(hc).WithAuthToken("token")
	base, err := url.Parse(address + "/")
	if err != nil {
		t.Fatal(err)
	}
	c.BaseURL = base
	return c
}

func TestGitHubListsPageByPage(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "Bearer token" {
				t.Errorf("got Authorization %q", r.Header.Get("Authorization"))
			}
			page := r.URL.Query().Get("page")
			if page == "" {
				page = "1"
			}
			if page < "3" {
				w.Header().Set("Link", fmt.Sprintf(`<http://%s%s?page=%c>; rel="next"`, r.Host, r.URL.Path, page[0]+1))
			}
			fmt.Fprintf(w, `[{"number":%s}]`, page)
		})
		c := hub(t, open(t, loopback), srv.URL)
		var numbers []int
		opts := new(github.IssueListByRepoOptions)
		for {
			issues, resp, err := c.Issues.ListByRepo(soon(t), "owner", "repo", opts)
			if err != nil {
				t.Fatal(err)
			}
			numbers = append(numbers, issues[0].GetNumber())
			if resp.NextPage == 0 {
				break
			}
			opts.ListOptions.Page = resp.NextPage
		}
		if len(numbers) != 3 || numbers[2] != 3 {
			t.Errorf("got the issues %v, want 1 to 3", numbers)
		}
	})
}

func TestGitHubErrorsAreTyped(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/repos/owner/limited" {
				w.Header().Set("X-RateLimit-Remaining", "0")
				w.Header().Set("X-RateLimit-Reset", "4102444800")
				w.WriteHeader(http.StatusForbidden)
				io.WriteString(w, `{"message":"API rate limit exceeded"}`)
				return
			}
			w.WriteHeader(http.StatusUnprocessableEntity)
			io.WriteString(w, `{"message":"Validation Failed","errors":[{"field":"title","code":"missing_field"}]}`)
		})
		c := hub(t, open(t, loopback), srv.URL)
		_, _, err := c.Issues.Create(soon(t), "owner", "repo", new(github.IssueRequest))
		var invalid *github.ErrorResponse
		if !errors.As(err, &invalid) || invalid.Message != "Validation Failed" || len(invalid.Errors) != 1 {
			t.Errorf("got %v, want an ErrorResponse with one error", err)
		}
		_, _, err = c.Repositories.Get(soon(t), "owner", "limited")
		var limited *github.RateLimitError
		if !errors.As(err, &limited) || limited.Rate.Remaining != 0 {
			t.Errorf("got %v, want a RateLimitError", err)
		}
	})
}

func TestGitHubFollowsARenamedRepository(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/repos/owner/old" {
				http.Redirect(w, r, "/repositories/1", http.StatusMovedPermanently)
				return
			}
			if r.Header.Get("Authorization") != "Bearer token" {
				t.Errorf("got Authorization %q at the same origin", r.Header.Get("Authorization"))
			}
			io.WriteString(w, `{"name":"new"}`)
		})
		c := hub(t, open(t, loopback), srv.URL)
		got, _, err := c.Repositories.Get(soon(t), "owner", "old")
		if err != nil || got.GetName() != "new" {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

func TestGitHubReturnsTheErrorOfTheContext(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		begun := make(chan struct{})
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			close(begun)
			<-r.Context().Done()
		})
		ctx, cancel := context.WithCancel(soon(t))
		defer cancel()
		go func() {
			<-begun
			cancel()
		}()
		c := hub(t, open(t, loopback), srv.URL)
		if _, _, err := c.Repositories.Get(ctx, "owner", "repo"); err != context.Canceled {
			t.Errorf("got %T (%v), want context.Canceled", err, err)
		}
	})
}
