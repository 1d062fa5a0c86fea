package integration_test

import (
	"context"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

// fault is one row of the fault table: how a failure is provoked, and what a
// caller must get from it on each way in.
type fault struct {
	name    string
	provoke func(t *testing.T) scene
	get     outcome
	post    outcome
	content bool // HTTP() has no error: the fault is in the content, and that is its caller's

	// handedOver are the methods whose body Do and HTTP() hand over before it is
	// read: the caller's read fails, and the call is not sent again.
	handedOver []string
}

// scene is a fault set up once, for one call.
type scene struct {
	url     string
	opts    []outbound.Option                  // on top of those that every row has
	ctx     func(t *testing.T) context.Context // nil: the test's own
	call    []outbound.CallOption
	body    string // of the POST. "": a small JSON document
	warm    bool   // one call is made before, which takes a step of the script
	between func() // called after that call, and before the one that counts

	mediaType string // of the body. "": JSON

	seen    *faultserver.Server   // whose requests count; nil: none is expected
	servers []*faultserver.Server // the others that must end up without a connection
	after   func(t *testing.T)    // further checks, after the call
}

// outcome is what a call must end as.
type outcome struct {
	kind     httperror.Kind // "" for a success
	or       httperror.Kind // the other face of the same fault, where it has two
	timeout  bool
	attempts int // of a failure
	upTo     int // most attempts, where the face decides. 0: exactly attempts
	requests int // that the server saw
	most     int // most requests, where net/http sends again by itself. 0: exactly requests
}

// failed is one attempt, that the server saw.
func failed(kind httperror.Kind) outcome {
	return outcome{kind: kind, attempts: 1, requests: 1}
}

// retried is two attempts, that the server saw.
func retried(kind httperror.Kind) outcome {
	return outcome{kind: kind, attempts: 2, requests: 2}
}

// answered is a success after n requests.
func answered(n int) outcome { return outcome{requests: n} }

func (o outcome) or2(kind httperror.Kind) outcome { o.or = kind; return o }

// unseen means that no request reached the server.
func (o outcome) unseen() outcome { o.requests = 0; return o }

// late means that Timeout() is true.
func (o outcome) late() outcome { o.timeout = true; return o }

// saw sets the number of requests.
func (o outcome) saw(n int) outcome { o.requests = n; return o }
