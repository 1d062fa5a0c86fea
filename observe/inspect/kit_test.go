package inspect_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/mock"
	"example.com/outbound/observe/inspect"
	"example.com/outbound/retry"
)

// watched is a client on the mock that an inspector watches.
func watched(t *testing.T, i *inspect.Inspector, opts ...outbound.Option) (*outbound.Client, *mock.Transport) {
	t.Helper()
	c, m := mock.New(t, append([]outbound.Option{outbound.WithBaseURL("http://api.test"), outbound.WithRetry(retry.Policy{Attempts: 3}),
		outbound.WithObserver(i.Observer())}, opts...)...)
	i.Watch(c)
	return c, m
}

// ask asks for a page as a program of this machine does.
func ask(i http.Handler, method, target string) *httptest.ResponseRecorder {
	return send(i, here(method, target, nil))
}

func here(method, target string, body io.Reader) *http.Request {
	req := httptest.NewRequest(method, target, body)
	req.RemoteAddr, req.Host = "127.0.0.1:40000", "localhost:8081"
	return req
}

func send(i http.Handler, req *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	i.ServeHTTP(w, req)
	return w
}

// page is the text of a page.
func page(t *testing.T, i http.Handler, target string) string {
	t.Helper()
	w := ask(i, http.MethodGet, target)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: got status %d", target, w.Code)
	}
	return w.Body.String()
}

func get(c *outbound.Client, path string, opts ...outbound.CallOption) {
	_, _ = outbound.Get[[]byte](context.Background(), c, path, opts...)
}

func wantIn(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(text, want) {
			t.Errorf("got no %q in\n%.4000s", want, text)
		}
	}
}
