package retry_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

// foreignTexts are errors of other packages that have words of net/http's.
var foreignTexts = []string{
	"duplicate key value violates unique constraint \"users_pkey\"", "invalid header in file", "http2: z", "malformed HTTP",
	"net/http: TLS handshake timeout", "http: server closed idle connection", "connection reset by peer", "EOF", "i/o timeout",
	"timeout awaiting response headers", "broken pipe", "connection refused", "no such host", "context deadline exceeded", "tls: bad certificate",
	"http2: server sent GOAWAY and closed the connection", "unexpected EOF",
}

func TestTheWordsOfAForeignErrorHadAnInsertRepeated(t *testing.T) {
	for _, text := range foreignTexts {
		for how, err := range map[string]error{"bare": errors.New(text), "wrapped": fmt.Errorf("insert: %w", errors.New(text)), "joined": errors.Join(errBoom, errors.New(text))} {
			runs := 0
			_, got := retry.Do(t.Context(), retry.Policy{Wait: retry.Constant(0)}, func(context.Context) (int, error) { runs++; return 0, err })
			if runs != 1 || !errors.Is(got, err) {
				t.Errorf("%s, %q: got %v after %d runs, want the error after 1", how, text, got, runs)
			}
		}
	}
}

func TestAPanicBeneathTheLayerLeftTheBodyOpen(t *testing.T) {
	layer, err := retry.New(retry.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a stream", "one to seek"} {
		from := io.MultiReader(strings.NewReader("text"))
		if name == "one to seek" {
			from = strings.NewReader("text")
		}
		body := testkit.NewBody(from)
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodPut, "https://a.example/", body)
		func() {
			defer func() {
				if recover() != "lost" {
					t.Errorf("%s: the panic was swallowed", name)
				}
			}()
			_, _ = layer(middleware.Func(func(*http.Request) (*http.Response, error) { panic("lost") })).RoundTrip(req)
		}()
		body.WantClosed(t)
	}
}
