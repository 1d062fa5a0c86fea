package main

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"example.com/outbound/httperror"
)

// fault is what is wrong with the server.
type fault int

const (
	refusal   fault = iota // connections are refused
	blackHole              // requests vanish
	stall                  // requests queue up, and none is served
	flaky                  // a share of the attempts is answered by a 503, all the time
)

func (f fault) String() string {
	return [...]string{"refusal", "black-hole", "stall", "failures"}[f]
}

const (
	capacity    = 600 // requests a second
	timeout     = time.Second
	outageBegin = 30 * time.Second
	outageEnd   = 50 * time.Second
)

// server has one queue, first come first served. What has timed out is served
// all the same.
type server struct {
	fault fault
	share float64   // of the attempts that fail, if the fault is flaky
	begin time.Time // of the simulation

	mu   sync.Mutex
	free time.Time // when the queue will be empty
	sent []int     // requests by second
}

// dice are the random numbers of one client, the same in every run.
type dice struct {
	mu   sync.Mutex
	rand *rand.Rand
}

func newDice(client int, purpose string) *dice {
	return &dice{rand: rand.New(rand.NewPCG(uint64(client), uint64(len(purpose))))}
}

func (d *dice) roll() float64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rand.Float64()
}

// attempt is one send, as the client sees it. It takes its time.
func (s *server) attempt(d *dice) error {
	answered, err := s.arrive()
	if err != nil {
		return err
	}
	wait := time.Until(answered)
	if answered.IsZero() || wait > timeout {
		time.Sleep(timeout)
		return httperror.Timeout
	}
	time.Sleep(wait)
	if s.fault == flaky && d.roll() < s.share {
		return httperror.ServerStatus
	}
	return nil
}

// arrive puts a request into the queue and returns when it will be answered, the
// zero time for never.
func (s *server) arrive() (answered time.Time, err error) {
	now := time.Now()
	since := now.Sub(s.begin)
	down := outageBegin <= since && since < outageEnd
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent[int(since/time.Second)]++
	switch {
	case down && s.fault == refusal:
		return time.Time{}, httperror.Connect
	case down && s.fault == blackHole:
		return time.Time{}, nil
	}
	if s.free.Before(now) {
		s.free = now
	}
	if begins := s.free.Sub(s.begin); s.fault == stall && outageBegin <= begins && begins < outageEnd {
		s.free = s.begin.Add(outageEnd)
	}
	s.free = s.free.Add(time.Second / capacity)
	return s.free, nil
}

// answer is attempt as a transport makes it: a status is a response.
func (s *server) answer(req *http.Request, d *dice) (*http.Response, error) {
	code := http.StatusOK
	switch err := s.attempt(d); {
	case errors.Is(err, httperror.ServerStatus):
		code = http.StatusServiceUnavailable
	case err != nil:
		return nil, err
	}
	return &http.Response{StatusCode: code, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
}
