// Package migrate_test has the code of the pages docs/migrate-*.md: each task of a
// page with the other library and with outbound, against the same server. Both must
// return the same and send the same requests.
package migrate_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
)

type User struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

type Order struct {
	ID   string `json:"id"`
	Item string `json:"item"`
}

var errNoSuchUser = errors.New("no such user")

// reply is what the server answers; the last one repeats.
type reply struct {
	status int
	body   string
}

var ada = reply{200, `{"id":42,"name":"Ada"}`}

// program is one column of a page. base is the URL of the server.
type program func(base string) (result any, err error)

// same runs both columns, each against a server of its own that gives the replies.
// The results must be equal, both must fail or neither, and the server must have
// seen the same requests.
func same(t *testing.T, before, after program, replies ...reply) {
	t.Helper()
	wantResult, want, wantErr := run(t, before, replies)
	gotResult, got, gotErr := run(t, after, replies)
	if fmt.Sprint(gotResult) != fmt.Sprint(wantResult) || (gotErr == nil) != (wantErr == nil) {
		t.Errorf("outbound: got %v, %v; the other library: got %v, %v", gotResult, gotErr, wantResult, wantErr)
	}
	if errors.Is(wantErr, errNoSuchUser) != errors.Is(gotErr, errNoSuchUser) {
		t.Errorf("got the error %v, want %v", gotErr, wantErr)
	}
	if !slices.Equal(got, want) {
		t.Errorf("outbound sent %q, the other library %q", got, want)
	}
}

func run(t *testing.T, p program, replies []reply) (result any, sent []string, err error) {
	t.Helper()
	var mu sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		mu.Lock()
		defer mu.Unlock()
		r := replies[min(len(sent), len(replies)-1)]
		sent = append(sent, fmt.Sprintf("%s %s %s %s", req.Method, req.URL, req.Header.Get("Authorization"), body))
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(r.status)
		_, _ = io.WriteString(w, r.body)
	}))
	defer server.Close()
	result, err = p(server.URL)
	server.Close() // waits for the requests, so that sent is complete
	return result, sent, err
}
