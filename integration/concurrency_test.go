package integration_test

import (
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"

	"example.com/outbound"
	"example.com/outbound/retry"
)

// One hundred goroutines share a client; each gets its own answer on every way
// in.
func TestOneHundredGoroutinesShareAClient(t *testing.T) {
	url := binURL(t)
	c := newClient(t, outbound.Standard(), outbound.WithRetry(atOnce(2)), outbound.WithBaseURL(url))
	var all sync.WaitGroup
	for n := range 100 {
		all.Go(func() {
			want := fmt.Sprint(n)
			for name, got := range map[string]func() (string, error){
				"R":    func() (string, error) { return viaR(t, c, want) },
				"Get":  func() (string, error) { return viaGet(t, c, want) },
				"Post": func() (string, error) { return viaPost(t, c, want) },
				"HTTP": func() (string, error) { return viaHTTP(t, c, url, want) },
			} {
				if got, err := got(); err != nil || got != want {
					t.Errorf("%s: got %q, %v, want %q", name, got, err, want)
				}
			}
		})
	}
	all.Wait()
}

// echo is what httpbin answers on /anything.
type echo struct {
	Args map[string][]string
	JSON struct{ N string }
}

func (e echo) n() string {
	if len(e.Args["n"]) != 1 {
		return ""
	}
	return e.Args["n"][0]
}

func viaR(t *testing.T, c *outbound.Client, n string) (string, error) {
	var e echo
	_, err := c.R(t.Context()).SetQueryParam("n", n).SetResult(&e).Get("/anything")
	return e.n(), err
}

func viaGet(t *testing.T, c *outbound.Client, n string) (string, error) {
	e, err := outbound.Get[echo](t.Context(), c, "/anything/{n}", outbound.PathParam("n", n), outbound.Query("n", n))
	return e.n(), err
}

func viaPost(t *testing.T, c *outbound.Client, n string) (string, error) {
	e, err := outbound.Post[echo](t.Context(), c, "/anything", map[string]string{"n": n}, outbound.Retry(retry.Policy{}))
	return e.JSON.N, err
}

func viaHTTP(t *testing.T, c *outbound.Client, url, n string) (string, error) {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/base64/decode/"+encode(n), nil)
	if err != nil {
		return "", err
	}
	resp, err := c.HTTP().Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if err := outbound.CheckResponse(resp); err != nil {
		return "", err
	}
	b, err := io.ReadAll(resp.Body)
	return string(b), err
}
