package limit

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Concurrency limits the requests at a time. It is plain data. A request holds
// its slot until the body of its response has ended or was closed; under Stream,
// until the response headers.
type Concurrency struct {
	// Max is the number of slots. It may be 0 with Adaptive.
	Max int
	// Queue is the number of requests that may wait for a slot; one more is
	// refused at once. 0 means [DefaultQueue], NoQueue none.
	Queue int
	// MaxWait is the longest that a request waits for a slot. 0 means as long as
	// its call may last, Never that it is refused if it would have to wait.
	MaxWait time.Duration
	// Adaptive finds the number of slots by itself. nil means that it is Max.
	Adaptive *Adaptive
	// Key names the slots that a request counts for. nil means those of its
	// origin: scheme, host and port.
	Key func(*http.Request) string
}

// Adaptive looks for the number of slots at which the origin answers in time:
// one more for every full round of answers in time while the slots are in use,
// a tenth less for a slow one, once per round trip. It is plain data.
type Adaptive struct {
	// Min, Max and Start are the bounds of the number of slots and its first
	// value. 0 means 1, 200 (or Concurrency.Max where that is set) and 20.
	Min, Max, Start int
	// SlowAfter is the time to the response headers from which the origin counts
	// as overloaded. It depends on the service, so that it has no default: 0 is
	// an error.
	SlowAfter time.Duration
}

const (
	// DefaultQueue is the default of [Concurrency.Queue].
	DefaultQueue = 100
	// NoQueue as [Concurrency.Queue] lets no request wait.
	NoQueue = -1
)

// Validate returns every problem of c at once, joined by [errors.Join].
func (c Concurrency) Validate() error {
	var problems []error
	report := func(bad bool, field string, value any, what string) {
		if bad {
			problems = append(problems, fmt.Errorf("limit: Concurrency.%s: %v is %s", field, value, what))
		}
	}
	report(c.Max < 0, "Max", c.Max, "negative")
	report(c.Max == 0 && c.Adaptive == nil, "Max", c.Max, "no limit, and Adaptive is not set")
	report(c.Queue < NoQueue, "Queue", c.Queue, fmt.Sprintf("negative; 0 means %d, -1 (NoQueue) that no request waits", DefaultQueue))
	report(c.MaxWait < Never, "MaxWait", c.MaxWait, "negative; 0 means as long as the call may last, -1ns (Never) no wait")
	if a := c.Adaptive; a != nil {
		report(a.Min < 0, "Adaptive.Min", a.Min, "negative; 0 means 1")
		report(a.Max < 0, "Adaptive.Max", a.Max, "negative; 0 means 200, or Max")
		report(a.Start < 0, "Adaptive.Start", a.Start, "negative; 0 means 20")
		report(a.SlowAfter <= 0, "Adaptive.SlowAfter", a.SlowAfter, "not above 0")
		f := c.withDefaults().Adaptive
		report(f.Min > f.Max, "Adaptive.Min", f.Min, fmt.Sprintf("more than the greatest number, %d", f.Max))
	}
	return errors.Join(problems...)
}

// withDefaults returns c with its defaults, and with an Adaptive of its own.
func (c Concurrency) withDefaults() Concurrency {
	if c.Queue == 0 {
		c.Queue = DefaultQueue
	}
	if c.Adaptive == nil {
		return c
	}
	a := *c.Adaptive
	if a.Min == 0 {
		a.Min = 1
	}
	if a.Max == 0 {
		a.Max = 200
		if c.Max > 0 {
			a.Max = c.Max
		}
	}
	if a.Start == 0 {
		a.Start = 20
	}
	a.Start = max(a.Min, min(a.Start, a.Max))
	c.Adaptive = &a
	return c
}
