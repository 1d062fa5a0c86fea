package retry_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"example.com/outbound"
	"example.com/outbound/retry"
)

// closing is a body that notes how it is left.
type closing struct {
	io.Reader
	read, closed int
}

func (c *closing) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.read += n
	return n, err
}
func (c *closing) Close() error { c.closed++; return nil }

func TestADroppedAnswerIsReadAndClosed(t *testing.T) {
	for name, buffer := range map[string]int64{"what was read ahead": 0, "nothing was read ahead": -1} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var bodies []*closing
				base := roundTrip(func(req *http.Request) (*http.Response, error) {
					b := &closing{Reader: strings.NewReader("0123456789")}
					bodies = append(bodies, b)
					return &http.Response{StatusCode: 503 - len(bodies)*100 + 100, Header: http.Header{}, Body: b, ContentLength: 10, Request: req}, nil
				})
				resp, err := client(t, base, retry.Policy{BufferBody: buffer}).HTTP().Get("http://a.test/")
				if err != nil {
					t.Fatal(err)
				}
				want(t, "closed", bodies[0].closed > 0, true)
				want(t, "read, so that the connection is used again", bodies[0].read, 10)
				_ = resp.Body.Close()
			})
		})
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestWhenIsAskedOncePerAttempt(t *testing.T) {
	for name, read := range map[string]func(*testing.T, *outbound.Client) (string, error){
		"a typed call": func(t *testing.T, c *outbound.Client) (string, error) {
			return outbound.Get[string](t.Context(), c, "/")
		},
		"a raw one": func(t *testing.T, c *outbound.Client) (string, error) {
			resp, err := c.HTTP().Get("http://h.test/")
			if err != nil {
				return "", err
			}
			defer resp.Body.Close()
			text, err := io.ReadAll(resp.Body)
			return string(text), err
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var asked []int
				p := retry.Policy{Jitter: retry.NoJitter, When: func(a retry.Attempt) bool {
					asked = append(asked, a.Number)
					if a.Response != nil {
						_, _ = io.ReadAll(a.Response.Body)
						_ = a.Response.Body.Close()
					}
					return retry.Transient(a)
				}}
				base := play(step{err: io.EOF}, step{status: 503}, step{status: 200, text: "whole"})
				got, err := read(t, client(t, base, p))
				want(t, "error", err, nil)
				want(t, "the answer, read by When", got, "whole")
				want(t, "asked", slices.Equal(asked, []int{1, 2, 3}), true)
			})
		})
	}
}
