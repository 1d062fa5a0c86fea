package programs_test

import (
	"context"
	"io"
	"log"
	"net/http"
	"testing"
)

// quiet swallows what servers of net/http write about clients that hang up.
var quiet = log.New(io.Discard, "", 0)

// step lets a server go on when the client has seen what came before.
type step chan struct{}

// wait reports whether the step was taken before ctx ended.
func (s step) wait(ctx context.Context) bool {
	select {
	case <-s:
		return true
	case <-ctx.Done():
		return false
	}
}

// take lets the server go on once.
func (s step) take(t *testing.T) {
	t.Helper()
	select {
	case s <- struct{}{}:
	case <-soon(t).Done():
		t.Fatal("the server does not wait for the next step")
	}
}

// write sends text to the client now.
func write(w http.ResponseWriter, text string) {
	io.WriteString(w, text)
	http.NewResponseController(w).Flush()
}

// wantClosed waits until c is closed.
func wantClosed(t *testing.T, c <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-c:
	case <-soon(t).Done():
		t.Errorf("%s: still waiting", what)
	}
}

// receive returns the next value of c and fails t if none comes.
func receive[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v, ok := <-c:
		if !ok {
			t.Fatal("the channel is closed, want a value")
		}
		return v
	case <-soon(t).Done():
	}
	t.Fatal("no value within the time")
	panic("unreachable")
}
