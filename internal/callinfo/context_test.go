package callinfo_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
)

// send makes one attempt whose layers run f.
func send(c *callinfo.Call, f func(*http.Request) (*http.Response, error)) (*http.Response, error) {
	req, err := http.NewRequestWithContext(c, http.MethodGet, "http://h.test/", nil)
	if err != nil {
		return nil, err
	}
	c.Hop(req)
	return c.Send(roundTripper(f), c.Adopt(req, true), 0, 1<<10)
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func waitDone(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, context.Cause(req.Context())
}

func TestACallIsAContext(t *testing.T) {
	type key struct{}
	for _, test := range []struct {
		name string
		run  func(t *testing.T, parent context.Context, cancel context.CancelFunc, c *callinfo.Call)
	}{
		{"it has the parent's values and its own record", func(t *testing.T, _ context.Context, _ context.CancelFunc, c *callinfo.Call) {
			if c.Value(key{}) != "v" || callinfo.From(c) != c {
				t.Error("a value is missing")
			}
		}},
		{"it ends with its parent", func(t *testing.T, _ context.Context, cancel context.CancelFunc, c *callinfo.Call) {
			done := c.Done()
			cancel()
			<-done
			if !errors.Is(c.Err(), context.Canceled) {
				t.Errorf("Err: got %v", c.Err())
			}
		}},
		{"Err tells before anybody asks for Done", func(t *testing.T, _ context.Context, cancel context.CancelFunc, c *callinfo.Call) {
			cancel()
			if !errors.Is(c.Err(), context.Canceled) {
				t.Errorf("Err: got %v", c.Err())
			}
		}},
		{"a child ends with it, without a goroutine", func(t *testing.T, _ context.Context, cancel context.CancelFunc, c *callinfo.Call) {
			before := runtime.NumGoroutine()
			child, stop := context.WithCancel(c)
			defer stop()
			if n := runtime.NumGoroutine(); n != before {
				t.Errorf("%d goroutines for a child", n-before)
			}
			cancel()
			<-child.Done()
		}},
		{"a child that has left is not told", func(t *testing.T, _ context.Context, _ context.CancelFunc, c *callinfo.Call) {
			told := false
			stop := c.AfterFunc(func() { told = true })
			if !stop() || stop() {
				t.Error("stop: want true, then false")
			}
			c.End(nil)
			if told {
				t.Error("told after stop")
			}
		}},
		{"its bound is its deadline", func(t *testing.T, _ context.Context, _ context.CancelFunc, c *callinfo.Call) {
			c.Limit(time.Second)
			if d, ok := c.Deadline(); !ok || !d.Equal(c.Start.Add(time.Second)) {
				t.Errorf("Deadline: got %v %v", d, ok)
			}
			<-c.Done()
			if !errors.Is(c.Err(), context.DeadlineExceeded) || c.Elapsed() != time.Second {
				t.Errorf("got %v after %v", c.Err(), c.Elapsed())
			}
		}},
		{"the end of the call ends it, and stops the timer", func(t *testing.T, _ context.Context, _ context.CancelFunc, c *callinfo.Call) {
			c.Limit(time.Hour)
			c.End(nil)
			<-c.Done()
			if !errors.Is(c.Err(), context.Canceled) {
				t.Errorf("Err: got %v", c.Err())
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				parent, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "v"))
				defer cancel()
				c := callinfo.New(parent)
				test.run(t, parent, cancel, c)
				c.End(nil)
			})
		})
	}
}

func TestAnAttemptIsBoundedApartFromTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := callinfo.New(t.Context())
		c.Limit(5 * time.Second)
		for n, want := range []httperror.Kind{httperror.Timeout, httperror.Timeout, httperror.Deadline} {
			_, err := send(c, func(req *http.Request) (*http.Response, error) {
				callinfo.From(req.Context()).LimitAttempt(2 * time.Second)
				return waitDone(req)
			})
			if !errors.Is(err, want) {
				t.Errorf("attempt %d: got %v, want %s", n+1, err, want)
			}
			if errors.Is(err, context.DeadlineExceeded) != (want == httperror.Deadline) {
				t.Errorf("attempt %d: errors.Is(DeadlineExceeded) is wrong for %v", n+1, err)
			}
		}
		if c.Elapsed() != 5*time.Second || c.Attempts() != 3 {
			t.Errorf("got %d attempts in %v", c.Attempts(), c.Elapsed())
		}
		c.End(nil)
	})
}

func TestTheBoundOfTheAttemptDoesNotCutABodyInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := callinfo.New(t.Context())
		resp, err := send(c, func(req *http.Request) (*http.Response, error) {
			callinfo.From(req.Context()).LimitAttempt(time.Second)
			r, w := io.Pipe()
			go func() {
				_, _ = w.Write([]byte(strings.Repeat("x", 1<<10)))
				time.Sleep(time.Minute)
				_, _ = w.Write([]byte("late"))
				_ = w.Close()
			}()
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: r, ContentLength: -1}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		c.Hand(resp)
		text, err := io.ReadAll(resp.Body)
		if err != nil || !strings.HasSuffix(string(text), "late") {
			t.Errorf("got %d bytes, %v", len(text), err)
		}
	})
}

func TestABodyThatStandsStillIsATimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := callinfo.New(t.Context())
		c.Settings = &callinfo.Settings{BodyIdle: 3 * time.Second}
		resp, err := send(c, func(req *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Header: http.Header{}, ContentLength: -1,
				Body: io.NopCloser(io.MultiReader(strings.NewReader(strings.Repeat("x", 1<<10)), standing{req.Context()}))}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		c.Hand(resp)
		_, err = io.ReadAll(resp.Body)
		if !errors.Is(err, httperror.Timeout) || c.Elapsed() != 3*time.Second {
			t.Errorf("got %v after %v, want a timeout after 3s", err, c.Elapsed())
		}
	})
}

type standing struct{ ctx context.Context }

func (s standing) Read([]byte) (int, error) {
	<-s.ctx.Done()
	return 0, s.ctx.Err()
}

func TestTheCallersCauseIsKept(t *testing.T) {
	why := errors.New("the user left")
	parent, cancel := context.WithCancelCause(context.Background())
	c := callinfo.New(parent)
	_, err := send(c, func(req *http.Request) (*http.Response, error) {
		cancel(why)
		return waitDone(req)
	})
	if !errors.Is(err, httperror.Canceled) || !errors.Is(err, context.Canceled) || !errors.Is(err, why) {
		t.Errorf("got %v, want kind canceled, context.Canceled and the cause", err)
	}
	c.End(nil)
}

func TestALayerReturnsAResponseOrAnError(t *testing.T) {
	for _, test := range []struct {
		name string
		resp *http.Response
		err  error
	}{
		{"both", &http.Response{StatusCode: 200, Body: http.NoBody}, errors.New("odd")},
		{"neither", nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := callinfo.New(context.Background())
			resp, err := send(c, func(*http.Request) (*http.Response, error) { return test.resp, test.err })
			if resp != nil || !errors.Is(err, httperror.Unknown) {
				t.Errorf("got %v, %v; want an error of kind unknown only", resp, err)
			}
			c.End(nil)
		})
	}
}

// Package context holds its own lock while it asks to be told, which what it is
// told needs: an answer on the same goroutine would wait for itself.
func TestWhoFollowsAnEndedCallIsToldOnAnotherGoroutine(t *testing.T) {
	c := callinfo.New(context.Background())
	c.End(nil)
	var held sync.Mutex
	told := make(chan struct{})
	held.Lock()
	stop := c.AfterFunc(func() {
		held.Lock()
		close(told)
	})
	held.Unlock()
	<-told
	if stop() {
		t.Error("stop: got true for what has run")
	}
}

func TestACallThatBeginsInAnAttemptIsACallOfItsOwn(t *testing.T) {
	outer := callinfo.New(context.Background())
	_, err := send(outer, func(req *http.Request) (*http.Response, error) {
		if callinfo.Border(req.Context()) != nil {
			t.Error("a retry within the attempt would take the call for its own")
		}
		inner := callinfo.New(req.Context())
		defer inner.End(nil)
		type key struct{}
		for name, ctx := range map[string]context.Context{
			"its own context":     inner,
			"one derived of it":   context.WithValue(inner, key{}, 1),
			"its first attempt's": inner.Adopt(req, true).Context(),
		} {
			if got := callinfo.Border(ctx); got != inner {
				t.Errorf("%s leads to %p, want the inner call %p", name, got, inner)
			}
		}
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	outer.End(nil)
}

// A layer may send twice at once, or keep an answer while it sends again.
func TestTheEndOfTheCallEndsEveryAttemptThatGoesOn(t *testing.T) {
	c := callinfo.New(context.Background())
	var ends []<-chan struct{}
	for n, status := range []int{200, 0, 200, 0, 200} {
		_, err := send(c, func(req *http.Request) (*http.Response, error) {
			ends = append(ends, req.Context().Done())
			if status == 0 {
				return nil, io.ErrUnexpectedEOF
			}
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: http.NoBody}, nil
		})
		if (err != nil) != (status == 0) {
			t.Errorf("attempt %d: got %v", n+1, err)
		}
	}
	c.End(nil)
	for n, end := range ends {
		select {
		case <-end:
		default:
			t.Errorf("attempt %d goes on after the end of the call", n+1)
		}
	}
}

func TestAFailureIsTypedByItsOwnAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := callinfo.New(t.Context())
		_, err := send(c, func(first *http.Request) (*http.Response, error) {
			_, err := send(c, func(second *http.Request) (*http.Response, error) {
				c.LimitAttempt(time.Second)
				return waitDone(second)
			})
			if !errors.Is(err, httperror.Timeout) {
				t.Errorf("the second: got %v, want a timeout", err)
			}
			return nil, callinfo.TypedFor(first, io.ErrUnexpectedEOF)
		})
		if !errors.Is(err, httperror.Reset) {
			t.Errorf("the first: got %v, want kind reset, whatever has ended the second", err)
		}
		c.End(nil)
	})
}
