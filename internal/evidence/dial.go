package evidence

import (
	"context"
	"net/http/httptrace"
	"time"
)

// Key is the key under which a context has the evidence of its attempt.
type Key struct{}

// TraceKey is the key under which package httptrace looks for a trace. It has no
// name outside its package, so that it is learned by being asked for.
var TraceKey = func() (key any) {
	httptrace.ContextClientTrace(spy{context.Background(), &key})
	return
}()

type spy struct {
	context.Context
	asked *any
}

func (s spy) Value(k any) any {
	*s.asked = k
	return nil
}

// Dialing returns the context of a dial that records how long the name look-up
// and the connection took. Most attempts dial nothing, and these hooks are not
// made for them.
func Dialing(ctx context.Context) context.Context {
	e, ok := ctx.Value(Key{}).(*Evidence)
	if !ok || e == nil {
		return ctx
	}
	begun, lookup := time.Since(e.start), time.Duration(0) // the start of the dial and of its look-up
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		DNSStart: func(httptrace.DNSStartInfo) { e.note(func(now time.Duration) { lookup = now }) },
		DNSDone:  func(httptrace.DNSDoneInfo) { e.note(func(now time.Duration) { e.dns = now - lookup }) },
		ConnectDone: func(_, _ string, err error) {
			if err != nil {
				return
			}
			e.note(func(now time.Duration) { e.connect, e.dialed = now-begun-e.dns, max(now, 1) })
		},
	})
}

// note calls f under the lock with the time since the start.
func (e *Evidence) note(f func(time.Duration)) {
	now := time.Since(e.start)
	e.mu.Lock()
	f(now)
	e.mu.Unlock()
}
