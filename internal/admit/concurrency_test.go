package admit_test

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/admit"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/limit"
)

func bounded(t *testing.T, c limit.Concurrency) *client {
	return newClient(t, admit.Policies{Concurrency: &c})
}

// inFlight fails t unless so many slots are taken.
func (c *client) inFlight(want int) {
	c.t.Helper()
	for _, o := range c.Origins() {
		if o.Origin == "https://a.test" && o.InFlight == want {
			return
		}
	}
	c.t.Errorf("got the origins %+v, want %d requests in flight", c.Origins(), want)
}

func TestTheQueueIsFirstComeFirstServedAndBounded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := bounded(t, limit.Concurrency{Max: 1, Queue: 3})
		c.does(func(_ int, req *http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			return answer(req, 200), nil
		})
		var mu sync.Mutex
		var order []int
		var all sync.WaitGroup
		for i := range 4 {
			all.Go(func() {
				if err := c.get(t.Context()); err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				order = append(order, i)
			})
			synctest.Wait()
		}
		begin := time.Now()
		wantKind(t, c.get(t.Context()), httperror.Limited)
		took(t, begin, 0)
		all.Wait()
		took(t, begin, 4*time.Second)
		if !slices.IsSorted(order) {
			t.Errorf("got the order %v", order)
		}
		c.inFlight(0)
	})
}

func TestASlotIsHeldUntilTheBodyEndsAndFreedOnce(t *testing.T) {
	for name, end := range map[string]func(*http.Response, context.CancelFunc){
		"read to its end": func(r *http.Response, _ context.CancelFunc) { _, _ = io.ReadAll(r.Body) },
		"closed":          func(r *http.Response, _ context.CancelFunc) { r.Body.Close() },
		"broken":          func(r *http.Response, cancel context.CancelFunc) { cancel(); _, _ = io.ReadAll(r.Body) },
		"read, closed and cancelled": func(r *http.Response, cancel context.CancelFunc) {
			_, _ = io.ReadAll(r.Body)
			r.Body.Close()
			r.Body.Close()
			cancel()
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				c := bounded(t, limit.Concurrency{Max: 2, Queue: limit.NoQueue})
				c.does(func(_ int, req *http.Request) (*http.Response, error) {
					resp := answer(req, 200)
					resp.Body = io.NopCloser(&bodyOf{req.Context(), strings.NewReader("text")})
					return resp, nil
				})
				other, err := c.RoundTrip(request(t.Context(), home))
				if err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				resp, err := c.RoundTrip(request(ctx, home))
				if err != nil {
					t.Fatal(err)
				}
				c.inFlight(2)
				wantKind(t, c.get(t.Context()), httperror.Limited)
				end(resp, cancel)
				c.inFlight(1)
				other.Body.Close()
				c.inFlight(0)
			})
		})
	}
}

// bodyOf fails after its context has ended.
type bodyOf struct {
	ctx context.Context
	io.Reader
}

func (b *bodyOf) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	return b.Reader.Read(p)
}

func TestASlotIsFreeWithTheHeadersWhereNoBodyFollows(t *testing.T) {
	for name, test := range map[string]struct {
		stream bool
		answer func(*http.Request) *http.Response
	}{
		"Stream": {true, func(req *http.Request) *http.Response { return answer(req, 200) }},
		"no body": {false, func(req *http.Request) *http.Response {
			resp := answer(req, 204)
			resp.Body = http.NoBody
			return resp
		}},
		"101": {false, func(req *http.Request) *http.Response { return answer(req, 101) }},
	} {
		t.Run(name, func(t *testing.T) {
			hooks := admit.Hooks{Streams: func(*http.Request, *http.Response) bool { return test.stream }}
			c := newClientWith(t, admit.Policies{Concurrency: &limit.Concurrency{Max: 1}}, hooks, nil)
			c.RoundTripper = c.Layer()(middleware.Func(c.serve))
			var body io.ReadCloser
			c.does(func(_ int, req *http.Request) (*http.Response, error) {
				resp := test.answer(req)
				body = resp.Body
				return resp, nil
			})
			resp, err := c.RoundTrip(request(t.Context(), home))
			if err != nil {
				t.Fatal(err)
			}
			c.inFlight(0)
			if resp.Body != body {
				t.Error("the body is not the base's own")
			}
		})
	}
}

func TestAPanicBeneathFreesTheSlot(t *testing.T) {
	c := bounded(t, limit.Concurrency{Max: 1})
	c.does(func(int, *http.Request) (*http.Response, error) { panic("beneath") })
	func() {
		defer func() {
			if recover() != "beneath" {
				t.Error("the panic did not reach the caller")
			}
		}()
		_ = c.get(t.Context())
	}()
	c.inFlight(0)
}

func TestACancelledCallerGivesItsPlaceInTheQueueBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := bounded(t, limit.Concurrency{Max: 1, Queue: 10})
		c.does(func(_ int, req *http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			return answer(req, 200), nil
		})
		begin := time.Now()
		go func() { _ = c.get(t.Context()) }()
		synctest.Wait()
		for range 20 {
			ctx, cancel := context.WithCancel(t.Context())
			for range 10 {
				go func() { wantCanceled(t, c.get(ctx)) }()
			}
			synctest.Wait()
			cancel()
			synctest.Wait()
		}
		if err := c.get(t.Context()); err != nil {
			t.Error(err)
		}
		took(t, begin, 2*time.Second)
		c.inFlight(0)
	})
}

func TestMaxWaitEndsTheWaitForASlot(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := bounded(t, limit.Concurrency{Max: 1, MaxWait: 2 * time.Second})
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		c.does(hangs)
		go func() { _ = c.get(ctx) }()
		synctest.Wait()
		begin := time.Now()
		wantKind(t, c.get(t.Context()), httperror.Limited)
		took(t, begin, 2*time.Second)

		short, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		begin = time.Now()
		wantKind(t, c.get(short), httperror.Deadline)
		took(t, begin, time.Second)
	})
}

func TestCloseFreesAllWaiters(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := admit.Policies{
			Gate: &limit.Gate{}, Rate: &limit.Rate{N: 1, Per: time.Minute, Burst: 5}, Concurrency: &limit.Concurrency{Max: 1},
		}
		c := newClient(t, p)
		copied := newClientWith(t, p, admit.Hooks{}, c)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		c.does(hangs)
		go func() { _ = c.get(ctx) }()
		synctest.Wait()
		errs := make(chan error)
		for range 10 { // 4 wait for the slot, 6 for the rate
			go func() { errs <- c.get(t.Context()) }()
		}
		other := make(chan error, 1)
		go func() { other <- copied.get(t.Context()) }()
		synctest.Wait()
		begin := time.Now()
		c.Close()
		c.Close()
		for range 10 {
			wantKind(t, <-errs, httperror.Closed)
		}
		wantKind(t, c.get(t.Context()), httperror.Closed)
		took(t, begin, 0)
		select {
		case err := <-other:
			t.Errorf("the copy of the client was closed too: %v", err)
		default:
		}
		c.does(nil)
		cancel()
		if err := <-other; err != nil {
			t.Error(err)
		}
	})
}
