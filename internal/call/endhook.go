package call

import "net/http"

// Follower is told what happens to the response of an attempt.
type Follower interface {
	// Read is called when the part of the body that is read inside the attempt has
	// been read. err is the error by which the body has ended before that, or nil.
	Read(req *http.Request, resp *http.Response, err error)
	// End is called when the connection is not in use any more: the body was read to
	// its end, or closed. It may be called again, from any goroutine.
	End()
}

// EndHook is called at the end of an attempt: its function, its follower, or both. As a
// field of the value that waits for the end it costs no allocation.
type EndHook struct {
	Ended    func(*Attempt)
	Follower Follower
	next     *EndHook
}

func (h *EndHook) end(a *Attempt) {
	if h.Follower != nil {
		defer h.Follower.End()
	}
	if h.Ended != nil {
		h.Ended(a)
	}
}

// endAll calls h and the hooks after it, also if one of them panics.
func (h *EndHook) endAll(a *Attempt) {
	if h == nil {
		return
	}
	next := h.next // before Ended, which may use h anew
	defer next.endAll(a)
	h.end(a)
}

// OnEnd calls h.Ended once nothing of the attempt is in use any more: its body has
// ended or was given up, or it has failed. It reports false if that is so already,
// and then calls nothing.
func (a *Attempt) OnEnd(h *EndHook) bool {
	a.call.mu.Lock()
	defer a.call.mu.Unlock()
	if a.flags&over != 0 {
		return false
	}
	h.next, a.hooks = a.hooks, h
	return true
}

// tellFollowers tells the followers the outcome of reading ahead.
func (a *Attempt) tellFollowers(req *http.Request, resp *http.Response, err error) {
	var some [2]Follower
	followers := some[:0]
	a.call.mu.Lock() // a hook may be used anew once the attempt has ended
	for h := a.hooks; h != nil; h = h.next {
		if h.Follower != nil {
			followers = append(followers, h.Follower)
		}
	}
	a.call.mu.Unlock()
	for _, f := range followers {
		f.Read(req, resp, err)
		if _, whole := a.body.Whole(); whole {
			f.End()
		}
	}
}
