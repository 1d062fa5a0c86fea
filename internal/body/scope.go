package body

import (
	"context"
	"io"
)

// ScopeEnded ends a body whose scope has ended before it. Closing it is what
// ends a read that its context does not: an HTTP/2 body while the request is
// still being sent, or the body of a base that does not look at its context.
func (b *Body) ScopeEnded() {
	b.mu.Lock()
	whole, over, rc := b.err == io.EOF, b.closed || b.is&toldEnd != 0, b.rc
	b.mu.Unlock()
	if over {
		return
	}
	if whole {
		b.tell(nil)
		return
	}
	err := b.owner.ReadError(context.Canceled)
	b.mu.Lock()
	if b.err == nil {
		b.err, b.is = err, b.is|early
	}
	reads := b.is&reading != 0
	b.mu.Unlock()
	_ = rc.Close()
	if !reads {
		b.tell(err)
	}
}

// Recheck asks the owner again for an error of the scope that came before the owner knew
// what had become of the request, and reports whether the owner was told of the end.
func (b *Body) Recheck() (told bool) {
	b.mu.Lock()
	told = b.is&toldEnd != 0
	again := b.is&early != 0
	b.is &^= early
	b.mu.Unlock()
	if !again {
		return told
	}
	err := b.owner.ReadError(context.Canceled)
	b.mu.Lock()
	b.err = err
	b.mu.Unlock()
	return told
}
