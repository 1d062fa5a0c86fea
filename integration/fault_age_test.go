package integration_test

import (
	"net"
	"net/netip"
	"regexp"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

// everyCall makes each request the first of a generation of connections.
var everyCall = outbound.WithMaxConnAge(time.Nanosecond)

// notAgain are the rows of a kept connection, and those that take seconds.
var notAgain = regexp.MustCompile("reused|ping|swallows|for ever")

// ageFaults are faults of a kept connection that its age prevents, and all those of
// a connection's beginning, each on connections of a later generation.
func ageFaults() []fault {

	all := []fault{
		{
			name:    "age: closed without a byte on a connection that is young enough",
			provoke: within(reused(on(faultserver.JSON("{}"), faultserver.CloseUnanswered())), outbound.WithMaxConnAge(time.Hour)),
			get:     retried(httperror.Reset).saw(3), post: failed(httperror.Reset),
		},
		{
			name:    "age: the connection that the server closes is too old to be used",
			provoke: within(reused(closedBetween), everyCall),
			get:     answered(1), post: answered(1),
		},
		{name: "age: a name that has moved", provoke: moved, get: answered(1), post: answered(1)},
	}
	for _, family := range [][]fault{connectionFaults(), proxyFaults(), tlsFaults(), dnsFaults(), h2Faults()} {
		for _, f := range family {
			if notAgain.MatchString(f.name) {
				continue
			}
			f.name, f.provoke = "age: "+f.name, within(f.provoke, everyCall)
			all = append(all, f)
		}
	}
	return all
}

// closedBetween is a scene whose server would not answer a second request on a
// connection.
func closedBetween(t *testing.T) scene {
	t.Helper()
	return on(faultserver.JSON("{}"))(t)
}

// moved is a scene of a name that gets another address between two calls, while the
// connection to the first one is kept.
func moved(t *testing.T) scene {
	t.Helper()
	old := faultserver.Start(t)
	_, port, _ := net.SplitHostPort(old.Addr)
	now := faultserver.StartAt(t, net.JoinHostPort(private.String(), port))
	names := faultserver.StartNames(t, map[string][]netip.Addr{originHost: {public}})
	return scene{
		url:     "http://" + net.JoinHostPort(originHost, port) + "/x",
		opts:    []outbound.Option{everyCall, outbound.WithResolver(names.Resolver())},
		seen:    now,
		servers: []*faultserver.Server{old},
		warm:    true,
		between: func() { names.Set(originHost, private) },
		after: func(t *testing.T) {
			if old.Count() != 1 {
				t.Errorf("the old address saw %d requests, want the first one", old.Count())
			}
		},
	}
}
