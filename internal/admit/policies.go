// Package admit is the one step of an attempt that asks breaker, gate, rate
// limit and concurrency limit whether the request may be sent now.
//
// The client puts [Admission.Layer] beneath retry and above the attempt timeout,
// and lets retry ask [Admission.Hold] before each wait. A refusal (the kinds
// circuit_open and limited; closed after Close) sends nothing: it counts as no
// attempt, and does not replace the last answer of the server.
package admit

import (
	"errors"
	"net/http"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/observe"
	"example.com/outbound/retry"
)

// Policies are what an [Admission] asks; nil is off. Two admissions that are
// made of the same pointer share the state of that policy, see [New].
type Policies struct {
	Breaker     *breaker.Policy
	Gate        *limit.Gate
	Rate        *limit.Rate
	Concurrency *limit.Concurrency
}

// Validate returns every problem at once, joined by [errors.Join].
func (p Policies) Validate() error {
	var problems []error
	if p.Breaker != nil {
		problems = append(problems, p.Breaker.Validate())
	}
	if p.Gate != nil {
		problems = append(problems, p.Gate.Validate())
	}
	if p.Rate != nil {
		problems = append(problems, p.Rate.Validate())
	}
	if p.Concurrency != nil {
		problems = append(problems, p.Concurrency.Validate())
	}
	return errors.Join(problems...)
}

// Hooks connect an admission with the record of a call. Each may be nil: the
// zero value is for a layer outside a client.
type Hooks struct {
	// Attempt makes what the breaker judges. nil: the number 1, and the kind by
	// status or error alone.
	Attempt func(*http.Request, *http.Response, error) retry.Attempt
	// Timeout returns the attempt timeout of the request, 0 without one.
	Timeout func(*http.Request) time.Duration
	// Streams reports whether the body of the response is a stream: the slot is
	// free with the headers.
	Streams func(*http.Request, *http.Response) bool
	// Follow takes over the outcome of a response: it must call p.Read once the
	// part of the body that retry reads ahead is in, and p.End once the body has
	// ended or was given up, from any goroutine. False: the admission judges at
	// the headers, and wraps the body where it has to know its end.
	Follow func(req *http.Request, resp *http.Response, p *Pending) bool
	// Refused is told that the request was not let through, for whatever reason.
	Refused func(*http.Request)
	// Waited is told how long a request waited for gate, rate and slot, if it
	// waited at all.
	Waited func(*http.Request, time.Duration)
	// Changed is told of every change of state, synchronously and without a
	// lock held. The request has made the client notice, nil if it was none.
	Changed func(*http.Request, observe.StateChange)
}

// attempt is what the breaker judges.
func (h *Hooks) attempt(req *http.Request, resp *http.Response, err error) retry.Attempt {
	if h.Attempt != nil {
		return h.Attempt(req, resp, err)
	}
	a := retry.Attempt{Number: 1, Request: req, Response: resp, Err: err}
	switch {
	case err != nil:
		a.Kind = httperror.Classify(err)
	case resp != nil:
		a.Kind = httperror.KindOfStatus(resp.StatusCode)
	}
	return a
}

func (h *Hooks) changed(req *http.Request, c *observe.StateChange) {
	if c != nil && h.Changed != nil {
		h.Changed(req, *c)
	}
}
