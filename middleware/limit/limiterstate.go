package limit

import (
	"net/http"
	"time"

	"example.com/outbound/internal/keyed"
	"example.com/outbound/observe"
)

// Hold returns the time until a request would have its turn, 0 if it is now.
func (l *Limiter) Hold(req *http.Request) time.Duration {
	b := l.buckets.Known(keyed.Of(req, l.rate.Key))
	if b == nil {
		return 0
	}
	defer b.Unlock()
	wait := max(0, b.next(time.Now(), l.rate.burst()))
	if wait > 0 || b.waiting.len() > 0 {
		wait += time.Duration(b.waiting.len()) * l.rate.interval()
	}
	return wait
}

// States returns how many requests wait, for each key where some do.
func (l *Limiter) States() (all []observe.OriginState) {
	for k, b := range l.buckets.All() {
		b.Lock()
		queued := b.waiting.len()
		b.Unlock()
		all = append(all, observe.OriginState{Origin: k.String(), Queued: queued})
	}
	return all
}
