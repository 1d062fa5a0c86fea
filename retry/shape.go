package retry

import "time"

// wait is what to wait after attempt a: the computed wait, or the server's wish
// if that is longer. wish is the least that the server asks for, 0 if nothing;
// the floor is none of its business. ok is false when the waits are used up.
func (r *run) wait(a Attempt) (wait, wish time.Duration, ok bool) {
	p := r.policy
	if wait, ok = p.wait()(r.number); ok {
		wait = max(p.jitter()(max(wait, 0), p.rand()()), 0)
	} else {
		wait = 0
	}
	if p.MaxWait > 0 {
		wait = min(wait, p.MaxWait)
	}
	if wish = r.wish(a); wish > wait {
		return wish, wish, ok
	}
	return max(wait, p.MinWait), wish, ok
}

// wish is the Retry-After of the response to a, cut at MaxRetryAfter.
func (r *run) wish(a Attempt) time.Duration {
	if a.Response == nil || r.policy.IgnoreRetryAfter {
		return 0
	}
	wish, _ := retryAfter(a.Response.Header, time.Now())
	return min(wish, r.policy.maxRetryAfter())
}
