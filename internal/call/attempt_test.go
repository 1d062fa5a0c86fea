package call_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/testkit"
)

func TestAnAttemptIsBoundedApartFromTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := begin(t, &call.Settings{}, nil)
		c.Limit(5 * time.Second)
		for n, want := range []httperror.Kind{httperror.Timeout, httperror.Timeout, httperror.Deadline} {
			_, _, err := send(t, c, func(req *http.Request) (*http.Response, error) {
				a := call.AttemptOf(req.Context())
				a.Limit(2 * time.Second)
				deadline, _ := req.Context().Deadline()
				<-req.Context().Done()
				if req.Context().Err() != context.DeadlineExceeded || !deadline.Equal(time.Now()) {
					t.Errorf("attempt %d: the base sees %v at %v, deadline %v", n+1, req.Context().Err(), time.Now(), deadline)
				}
				return nil, req.Context().Err()
			})
			if !errors.Is(err, want) || errors.Is(err, context.DeadlineExceeded) != (want == httperror.Deadline) {
				t.Errorf("attempt %d: got %v, want %s", n+1, err, want)
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
		c := begin(t, &call.Settings{}, nil)
		r, w := io.Pipe()
		_, resp, err := send(t, c, func(req *http.Request) (*http.Response, error) {
			call.AttemptOf(req.Context()).Limit(time.Second)
			go func() {
				_, _ = w.Write([]byte(strings.Repeat("x", 1<<10)))
				time.Sleep(time.Minute)
				_, _ = w.Write([]byte("late"))
				_ = w.Close()
			}()
			return testkit.Text(200, "").Body(r)(req)
		})
		if err != nil {
			t.Fatal(err)
		}
		c.Deliver(resp, false)
		text, err := io.ReadAll(resp.Body)
		if err != nil || !strings.HasSuffix(string(text), "late") {
			t.Errorf("got %d bytes, %v", len(text), err)
		}
	})
}

func TestABodyThatStandsStillIsATimeout(t *testing.T) {
	for name, native := range map[string]bool{"through HTTP": true, "through Do": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := begin(t, &call.Settings{BodyIdle: 3 * time.Second}, nil)
				r, w := io.Pipe()
				go func() { _, _ = io.WriteString(w, strings.Repeat("x", 2<<10)) }()
				_, resp, err := send(t, c, testkit.Text(200, "").Body(r))
				if err != nil {
					t.Fatal(err)
				}
				c.Deliver(resp, native)
				_, err = io.ReadAll(resp.Body)
				if !errors.Is(err, httperror.Timeout) || c.Elapsed() != 3*time.Second {
					t.Errorf("got %v after %v, want a timeout after 3s", err, c.Elapsed())
				}
			})
		})
	}
}

func TestTheCallersCauseIsKept(t *testing.T) {
	why := errors.New("the user left")
	parent, cancel := context.WithCancelCause(context.Background())
	c := call.New(parent)
	_, _, err := send(t, c, func(req *http.Request) (*http.Response, error) {
		cancel(why)
		return testkit.Silence()(req)
	})
	if !errors.Is(err, httperror.Canceled) || !errors.Is(err, context.Canceled) || !errors.Is(err, why) {
		t.Errorf("got %v, want kind canceled, context.Canceled and the cause", err)
	}
	c.End(nil)
}

func TestALayerReturnsAResponseOrAnError(t *testing.T) {
	body := testkit.NewBody(strings.NewReader("x"))
	for name, test := range map[string]struct {
		resp *http.Response
		err  error
	}{
		"both":    {&http.Response{StatusCode: 200, Body: body}, errors.New("odd")},
		"neither": {nil, nil},
	} {
		c := begin(t, &call.Settings{}, nil)
		req := request(t, c)
		sent, _ := c.Hop(req, true)
		_, resp, err := c.Send(roundTripper(func(*http.Request) (*http.Response, error) { return test.resp, test.err }), sent, 0, 0)
		if resp != nil || !errors.Is(err, httperror.Unknown) {
			t.Errorf("%s: got %v, %v; want an error of kind unknown only", name, resp, err)
		}
		c.End(nil)
	}
	body.WantClosed(t)
}

func TestACallThatBeginsInAnAttemptIsACallOfItsOwn(t *testing.T) {
	type key struct{}
	outer := begin(t, &call.Settings{}, nil)
	_, _, err := send(t, outer, func(req *http.Request) (*http.Response, error) {
		if call.Border(req.Context()) != nil {
			t.Error("a retry within the attempt would take the call for its own")
		}
		inner := call.New(req.Context())
		defer inner.End(nil)
		sent, _ := inner.Hop(req, true)
		for name, ctx := range map[string]context.Context{
			"its own context":     inner,
			"one derived of it":   context.WithValue(inner, key{}, 1),
			"its first attempt's": sent.Context(),
		} {
			if got := call.Border(ctx); got != inner {
				t.Errorf("%s leads to %p, want the inner call %p", name, got, inner)
			}
		}
		return testkit.Status(200)(req)
	})
	if err != nil {
		t.Fatal(err)
	}
	outer.End(nil)
}

func TestTheEndOfTheCallEndsEveryAttemptThatGoesOn(t *testing.T) {
	c := begin(t, &call.Settings{}, nil)
	var ends []<-chan struct{}
	for n, status := range []int{200, 0, 200, 0, 200} {
		_, _, err := send(t, c, func(req *http.Request) (*http.Response, error) {
			ends = append(ends, req.Context().Done())
			if status == 0 {
				return nil, io.ErrUnexpectedEOF
			}
			return testkit.Status(status)(req)
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
		c := begin(t, &call.Settings{}, nil)
		_, _, err := send(t, c, func(first *http.Request) (*http.Response, error) {
			_, _, err := send(t, c, func(second *http.Request) (*http.Response, error) {
				call.AttemptOf(second.Context()).Limit(time.Second)
				return testkit.Silence()(second)
			})
			if !errors.Is(err, httperror.Timeout) {
				t.Errorf("the second: got %v, want a timeout", err)
			}
			return nil, call.TypedFor(first, io.ErrUnexpectedEOF)
		})
		if !errors.Is(err, httperror.Reset) {
			t.Errorf("the first: got %v, want kind reset, whatever has ended the second", err)
		}
		c.End(nil)
	})
}

// The permit of a limiter ends with the attempt.
func TestTheHookOfAnAttemptRunsOnceHoweverTheAttemptEnds(t *testing.T) {
	for name, run := range map[string]func(c *call.Call, reply func(testkit.Reply) *http.Response){
		"a failure": func(_ *call.Call, reply func(testkit.Reply) *http.Response) { reply(testkit.Reset()) },
		"a body read to its end": func(_ *call.Call, reply func(testkit.Reply) *http.Response) {
			_, _ = io.ReadAll(reply(testkit.Text(200, "x")).Body)
		},
		"a body closed unread": func(_ *call.Call, reply func(testkit.Reply) *http.Response) {
			_ = reply(testkit.Text(200, "x")).Body.Close()
		},
		"a body that is cut off":    func(_ *call.Call, reply func(testkit.Reply) *http.Response) { reply(testkit.CutOff(200, "", "x")) },
		"a body that nobody closes": func(c *call.Call, reply func(testkit.Reply) *http.Response) { reply(testkit.Text(200, "x")) },
		"an upgrade": func(c *call.Call, reply func(testkit.Reply) *http.Response) {
			reply(testkit.Status(101))
			c.EndWithHeaders()
		},
		"an upgrade at the second attempt": func(c *call.Call, reply func(testkit.Reply) *http.Response) {
			_ = reply(testkit.Status(503)).Body.Close()
			reply(testkit.Status(101))
			c.EndWithHeaders()
		},
		"a panic": func(c *call.Call, reply func(testkit.Reply) *http.Response) {
			defer c.CleanUp()
			defer func() { _ = recover() }()
			reply(func(*http.Request) (*http.Response, error) { panic("layer") })
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := begin(t, &call.Settings{}, nil)
			var last *int
			run(c, func(reply testkit.Reply) *http.Response {
				told := 0
				last = &told
				_, resp, _ := send(t, c, func(req *http.Request) (*http.Response, error) {
					a := call.AttemptOf(req.Context())
					a.OnEnd(&call.EndHook{Ended: func(of *call.Attempt) {
						if told++; of != a {
							t.Error("told of another attempt")
						}
					}})
					return reply(req)
				})
				return resp
			})
			c.End(nil)
			if *last != 1 {
				t.Errorf("told %d times, want once", *last)
			}
		})
	}
}
