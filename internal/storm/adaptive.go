package main

import (
	"context"
	"net/http"
	"sync"
	"time"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/limit"
)

// The model of overload: callers that call again as soon as they have their
// answer, and a server that loses half of its workers for a while.
const (
	overloadSeconds = 90
	overloadCallers = 100
	workers         = 10
	work            = 50 * time.Millisecond
	halvedBegin     = 30 * time.Second
	halvedEnd       = 60 * time.Second
	slowAfter       = 150 * time.Millisecond
)

// phases are the seconds before, during and after the loss of the workers. The
// limit finds its size in the first five seconds of each.
var phases = [...]struct{ begin, end int }{{5, 30}, {35, 60}, {65, 90}}

// crew is a server of some workers with a queue, first come, first served.
type crew struct {
	begin time.Time
	mu    sync.Mutex
	taken int                // requests
	free  [workers]time.Time // when each has finished what it was given
}

// work returns when a request that comes now is answered.
func (c *crew) work() time.Time {
	now := time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	working := workers
	if since := now.Sub(c.begin); halvedBegin <= since && since < halvedEnd {
		working /= 2
	}
	next := 0
	for i := range working {
		if c.free[i].Before(c.free[next]) {
			next = i
		}
	}
	if c.free[next].Before(now) {
		c.free[next] = now
	}
	// No two requests end at the same instant, so that the outcome does not
	// depend on which caller is woken first.
	c.taken++
	c.free[next] = c.free[next].Add(work + time.Duration(c.taken%1009)*time.Microsecond/10)
	return c.free[next]
}

// load is what the callers of a client saw, by the second in which they sent.
type load struct {
	mu       sync.Mutex
	answered [overloadSeconds + 5]int
	latency  [overloadSeconds + 5]time.Duration // sum, from the send to the answer
}

func (l *load) add(second int, latency time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answered[second]++
	l.latency[second] += latency
}

// rate is the number of answers a second in a phase, mean the mean latency.
func (l *load) rate(phase int) float64 {
	n := 0
	for s := phases[phase].begin; s < phases[phase].end; s++ {
		n += l.answered[s]
	}
	return float64(n) / float64(phases[phase].end-phases[phase].begin)
}

func (l *load) mean(phase int) time.Duration {
	n, sum := 0, time.Duration(0)
	for s := phases[phase].begin; s < phases[phase].end; s++ {
		n += l.answered[s]
		sum += l.latency[s]
	}
	return sum / time.Duration(max(1, n))
}

// overload lets all callers, shared evenly by some clients, call for the time of
// the simulation. It must run in a bubble of virtual time.
func overload(clients int, adaptive bool) []*load {
	c := &crew{begin: time.Now()}
	var all sync.WaitGroup
	var loads []*load
	for k := range clients {
		l := &load{}
		loads = append(loads, l)
		base := middleware.Func(func(req *http.Request) (*http.Response, error) {
			sent := time.Now()
			time.Sleep(time.Until(c.work()))
			l.add(int(sent.Sub(c.begin)/time.Second), time.Since(sent))
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
		})
		client := adapting(adaptive, base)
		for i := range overloadCallers / clients {
			all.Go(func() {
				time.Sleep(time.Duration(i)*time.Millisecond + time.Duration(k*overloadCallers+i)*time.Microsecond)
				for time.Since(c.begin) < overloadSeconds*time.Second {
					_, _ = outbound.Get[struct{}](context.Background(), client, "http://a.test/")
				}
			})
		}
	}
	all.Wait()
	return loads
}

// adapting is a client, with an adaptive limit if it is on.
func adapting(on bool, base http.RoundTripper) *outbound.Client {
	opts := []outbound.Option{outbound.WithTransport(base), outbound.WithAttemptTimeout(0)}
	if on {
		opts = append(opts, outbound.WithConcurrency(limit.Concurrency{Queue: overloadCallers, Adaptive: &limit.Adaptive{SlowAfter: slowAfter}}))
	}
	c, err := outbound.New(opts...)
	if err != nil {
		panic(err)
	}
	return c
}
