package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

// script says how attempts end, by their number: a storm, then enough answers to
// earn a retry again, and failures in between.
func script(n int) bool { return n > 40 && n%9 != 0 }

// moments are when attempts were made.
func moments(t *testing.T, call func(attempt func() bool) error) (times []time.Duration) {
	t.Helper()
	begin := time.Now()
	for range 150 {
		_ = call(func() bool {
			times = append(times, time.Since(begin))
			return script(len(times))
		})
		time.Sleep(time.Second)
	}
	return times
}

// What is simulated as Standard is what a client with Standard does.
func TestStandardIsSimulatedAsItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var attempt func() bool
		base := transport(func(req *http.Request) (*http.Response, error) {
			if !attempt() {
				return nil, errRefused
			}
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("")), Request: req}, nil
		})
		c, err := outbound.New(outbound.Standard(), outbound.WithTransport(base))
		if err != nil {
			t.Fatal(err)
		}
		made := moments(t, func(a func() bool) error {
			attempt = a
			_, err := outbound.Get[struct{}](t.Context(), c, "http://a.test/")
			return err
		})
		p := standard()
		simulated := moments(t, func(a func() bool) error {
			_, err := retry.Do(t.Context(), p, func(context.Context) (struct{}, error) {
				if !a() {
					return struct{}{}, errRefused
				}
				return struct{}{}, nil
			})
			return err
		})
		if len(made) != len(simulated) {
			t.Errorf("attempts: got %d of a client and %d simulated, want as many", len(made), len(simulated))
		}
	})
}

var errRefused = &httperror.Error{Kind: httperror.Connect, Err: errors.New("refused")}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
