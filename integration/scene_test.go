package integration_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/integration/faultserver"
)

// on is the scene of one server with one script.
func on(steps ...faultserver.Step) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		srv := faultserver.Start(t, steps...)
		return scene{url: srv.URL + "/x", seen: srv}
	}
}

// within adds options to a scene.
func within(p func(*testing.T) scene, opts ...outbound.Option) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		s := p(t)
		s.opts = append(s.opts, opts...)
		return s
	}
}

// reused makes a call before the one that counts, so that it finds a connection.
func reused(p func(*testing.T) scene) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		s := p(t)
		s.warm = true
		return s
	}
}

// prepare does what comes before the call that counts.
func (s scene) prepare(t *testing.T, c *outbound.Client) {
	t.Helper()
	if s.warm {
		if _, err := outbound.Get[any](t.Context(), c, s.url); err != nil {
			t.Fatalf("warming up: %v", err)
		}
	}
	if s.between != nil {
		s.between()
	}
}

// carrying gives the POST a body of n bytes.
func carrying(n int, p func(*testing.T) scene) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		s := p(t)
		s.body = jsonOf(n)
		return s
	}
}

// everyRow are the options of all rows: two attempts, no wait, and bounds that
// no row reaches unless it sets its own.
func everyRow() []outbound.Option {
	return []outbound.Option{
		outbound.WithRetry(atOnce(2)),
		outbound.WithAttemptTimeout(10 * time.Second),
		outbound.WithTimeout(20 * time.Second),
		outbound.WithMaxResponseBytes(1 << 20),
		outbound.WithoutProxy(),
	}
}

var (
	impatient = outbound.WithAttemptTimeout(soon)
	restless  = outbound.WithBodyIdleTimeout(100 * time.Millisecond)
)

// faults are all rows.
func faults() []fault {
	var all []fault
	for _, family := range [][]fault{
		connectionFaults(), answerFaults(), bodyFaults(), tlsFaults(), proxyFaults(),
		dnsFaults(), redirectFaults(), h2Faults(), contextFaults(),
		guardFaults(), ageFaults(), certificateFaults(), codingFaults(), signedFaults(),
	} {
		all = append(all, family...)
	}
	return all
}

var methods = []string{http.MethodGet, http.MethodPost}

func (s scene) context(t *testing.T) context.Context {
	if s.ctx == nil {
		return t.Context()
	}
	return s.ctx(t)
}
