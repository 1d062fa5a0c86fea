package layertest

import "time"

// rule is a sentence of the contract, and what to do where it is broken.
type rule struct{ name, fix string }

var (
	isThere = rule{"is there",
		"make the layer with arguments that switch it on"}
	doesNotPanic = rule{"does not panic",
		"expect a nil Body, a nil GetBody and a response that is nil beside an error"}
	leavesRequest = rule{"leaves the caller's request alone",
		"write to a copy, req = req.Clone(req.Context()), and give that to next"}
	oneOutcome = rule{"returns a response or an error, never both and never neither",
		"close the response's body and return nil beside an error; return a response with a body otherwise"}
	closesRequest = rule{"closes the request body in every outcome",
		"close req.Body wherever next is not called with it, and every body of GetBody that next does not get"}
	sendsWhole = rule{"sends the whole body on every attempt",
		"take a fresh body from req.GetBody before every further attempt, and make none where GetBody is nil"}
	closesDropped = rule{"closes what it drops",
		"close resp.Body before the next attempt and before returning an error; a body that wraps another closes that one too"}
	keepsReadable = rule{"keeps the response readable",
		"end a context of your own when the body is closed, not when RoundTrip returns"}
	endsWithContext = rule{"ends with its context",
		"wait in a select with req.Context().Done(), and hand the request on with a context that ends with the caller's"}
	leavesNothing = rule{"leaves no goroutine behind",
		"let every goroutine end when the body is closed or the error returned"}
	isConcurrent = rule{"is safe for concurrent use",
		"keep what belongs to one request in local variables, and guard what all share"}
	servesItsNext = rule{"serves the next that it was given",
		"let the layer return a new RoundTripper for each next, with no variable outside"}
	passesOn = rule{"passes on what it does not know",
		"copy requests with req.Clone, derive contexts from req.Context(), wrap errors with their cause, change responses in place"}
)

// report collects failures, each rule's first.
type report struct {
	told     map[rule]bool
	failures []string
	settle   time.Duration // how long to wait for what may happen a little later
}

// fail notes that a rule is broken in a situation, "" for any.
func (r *report) fail(broken rule, situation, what string) {
	if r.told[broken] {
		return
	}
	r.told[broken] = true
	if situation != "" {
		what = situation + ": " + what
	}
	r.failures = append(r.failures, "a layer "+broken.name+". "+what+". Fix: "+broken.fix+".")
}

// within asks until ok holds or the settling time is over, which is short after
// it was in vain once: one failure is enough to wait for.
func (r *report) within(ok func() bool) bool {
	pause := time.Millisecond
	for end := time.Now().Add(r.settle); !ok(); pause *= 2 {
		if !time.Now().Before(end) {
			r.settle = soon
			return false
		}
		time.Sleep(pause)
	}
	return true
}
