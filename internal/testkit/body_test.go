package testkit_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/internal/testkit"
)

func TestAResponseBodyEndsWithTheContextOfItsRequest(t *testing.T) {
	cause := errors.New("the caller has left")
	for name, reply := range map[string]func() testkit.Reply{
		"in memory": func() testkit.Reply { return testkit.Text(200, "hello") },
		"blocking":  func() testkit.Reply { return testkit.Status(200).Body(blocking()) },
		"cut off":   func() testkit.Reply { return testkit.CutOff(200, "", "hello") },
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			resp, err := testkit.Script(reply()).RoundTrip(testkit.Get(t, url).WithContext(ctx))
			if err != nil {
				t.Fatal(err)
			}
			time.AfterFunc(time.Second, func() { cancel(cause) })
			if name != "blocking" {
				time.Sleep(2 * time.Second)
			}
			if n, err := resp.Body.Read(make([]byte, 10)); n != 0 || !errors.Is(err, cause) {
				t.Errorf("%s: got %d bytes, %v, want the cause", name, n, err)
			}
			_ = resp.Body.Close()
		})
	}
}

// blocking is a body whose Read blocks until its Close.
func blocking() io.Reader {
	r, _ := io.Pipe()
	return r
}

func TestABodyCountsHowOftenItWasClosedAndEndsWithTheFirstClose(t *testing.T) {
	b := testkit.NewBody(strings.NewReader("hello"))
	_ = b.Close()
	_ = b.Close()
	if _, err := b.Read(make([]byte, 1)); err == nil || b.Closes() != 2 {
		t.Errorf("got %v after %d closes, want an error after 2", err, b.Closes())
	}
}

func TestCloseEndsAReadThatBlocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := testkit.NewBody(blocking())
		time.AfterFunc(time.Second, func() { _ = b.Close() })
		begun := time.Now()
		if _, err := b.Read(make([]byte, 1)); err == nil || time.Since(begun) != time.Second {
			t.Errorf("got %v after %v, want an error after 1s", err, time.Since(begun))
		}
	})
}

func TestTheEndOfABodyStaysTheEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	resp, err := testkit.Script(testkit.Text(200, "x")).RoundTrip(testkit.Get(t, url).WithContext(ctx))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.ReadAll(resp.Body)
	cancel()
	if _, err := resp.Body.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("got %v, want EOF as net/http has it", err)
	}
	_ = resp.Body.Close()
}
