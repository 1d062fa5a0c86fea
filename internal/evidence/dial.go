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
	begun := time.Now()
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		DNSStart: func(httptrace.DNSStartInfo) { e.note(func(now time.Time) { e.dns = now }) },
		DNSDone:  func(httptrace.DNSDoneInfo) { e.note(func(now time.Time) { e.phases.DNS = now.Sub(e.dns) }) },
		ConnectDone: func(_, _ string, err error) {
			if err != nil {
				return
			}
			e.note(func(now time.Time) { e.phases.Connect, e.dialed = now.Sub(begun)-e.phases.DNS, now })
		},
	})
}

func (e *Evidence) note(f func(time.Time)) {
	now := time.Now()
	e.mu.Lock()
	f(now)
	e.mu.Unlock()
}

// Traced reports whether ctx has a trace already.
func Traced(ctx context.Context) bool { return httptrace.ContextClientTrace(ctx) != nil }
