package layertest_test

import (
	"example.com/outbound/middleware"
)

// The rules as the failures name them.
const (
	isThere         = "is there"
	doesNotPanic    = "does not panic"
	leavesRequest   = "leaves the caller's request alone"
	oneOutcome      = "returns a response or an error, never both and never neither"
	closesRequest   = "closes the request body in every outcome"
	sendsWhole      = "sends the whole body on every attempt"
	closesDropped   = "closes what it drops"
	keepsReadable   = "keeps the response readable"
	endsWithContext = "ends with its context"
	leavesNothing   = "leaves no goroutine behind"
	isConcurrent    = "is safe for concurrent use"
	servesItsNext   = "serves the next that it was given"
	passesOn        = "passes on what it does not know"
)

type breach struct {
	name  string
	layer middleware.Layer
	rules []string
}

// sending is a layer that changes what is sent.
func sending(f func(*request) *request) middleware.Layer {
	return around(func(next roundTripper, req *request) (*response, error) { return next.RoundTrip(f(req)) })
}

// answering is a layer that changes what is answered.
func answering(f func(*response, error) (*response, error)) middleware.Layer {
	return around(func(next roundTripper, req *request) (*response, error) { return f(next.RoundTrip(req)) })
}

func around(f func(next roundTripper, req *request) (*response, error)) middleware.Layer {
	return func(next roundTripper) roundTripper {
		return middleware.Func(func(req *request) (*response, error) { return f(next, req) })
	}
}

func broken() []breach {
	all := []breach{{"it is nil", nil, []string{isThere}}}
	all = append(all, brokenRequests()...)
	all = append(all, brokenBodies()...)
	all = append(all, brokenAnswers()...)
	return append(all, brokenContexts()...)
}
