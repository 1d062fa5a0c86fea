// Package body is a response body inside the chain: it may have been read ahead,
// it ends when no byte comes for too long, and it tells its owner once how it
// has ended.
package body

import (
	"io"
	"net/http"
	"sync"
	"time"

	"example.com/outbound/internal/lifetime"
)

// Owner is what a body belongs to: an attempt or a call.
type Owner interface {
	// BodyScope is the lifetime whose end ends the body.
	BodyScope() *lifetime.Scope
	// BodyIdle is the longest time without a byte, 0 = no bound.
	BodyIdle() time.Duration
	// ReadError is what the reader sees of a failed read.
	ReadError(err error) error
	// BodyEnded is told once that the body has ended after n bytes: at its end,
	// by Close (err is nil in both cases), or by an error of ReadError.
	BodyEnded(n int64, err error)
}

// Body reads from the connection's body, and first what was read ahead of it.
// Read and Close may be called at the same time, as those of net/http may.
type Body struct {
	owner Owner
	rc    io.ReadCloser

	mu      sync.Mutex // guards what follows; never held while rc is read or closed
	ahead   *buffer    // read ahead and not delivered yet
	err     error      // why rc has ended; io.EOF after the whole body
	fetched int64      // bytes read of rc
	dropped uint32     // bytes read ahead and given up
	peek    bool       // only what was read ahead is shown
	closed  bool
	is      bits
	one     [1]byte
}

// Hold takes care of the body of resp while it passes the layers: if its scope
// ends meanwhile, the body is closed.
func (b *Body) Hold(resp *http.Response, owner Owner) { b.hold(resp, owner, 0) }

// Wrap makes b the body of resp, in place of the one that it has.
func (b *Body) Wrap(resp *http.Response, owner Owner) {
	b.hold(resp, owner, wrapped)
	resp.Body = b
}

// hold takes the body of resp, unless it is wrapped already and is not to be wrapped
// anew.
func (b *Body) hold(resp *http.Response, owner Owner, as bits) {
	rc := resp.Body
	if rc == nil {
		rc = http.NoBody
	}
	b.mu.Lock()
	if as == 0 && b.is&wrapped != 0 {
		b.mu.Unlock()
		return
	}
	held := b.owner != nil
	b.owner, b.rc = owner, rc
	b.is |= as
	b.mu.Unlock()
	if !held && !owner.BodyScope().Guard(b) {
		b.ScopeEnded()
	}
}

type bits uint8

const (
	wrapped bits = 1 << iota // it is the body of a response that has passed the layers
	toldEnd                  // the owner was told of the end
	reading                  // a Read is at the connection: it tells of the end
	early                    // err came with the end of the scope, maybe before the response was known
)

// Held reports whether a response has come.
func (b *Body) Held() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.owner != nil
}

// Owner is what the body belongs to, nil before Hold and Wrap.
func (b *Body) Owner() Owner {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.owner
}

// Read delivers what was read ahead, then the rest.
func (b *Body) Read(p []byte) (n int, err error) {
	b.mu.Lock()
	switch {
	case b.closed:
		b.mu.Unlock()
		return 0, http.ErrBodyReadAfterClose
	case b.ahead.left() > 0:
		n = b.ahead.read(p)
		if b.ahead.left() == 0 && !b.peek {
			b.release()
		}
	case b.peek:
		err = io.EOF
	case b.err != nil:
		err = b.err
	default:
		b.is |= reading
		b.mu.Unlock()
		return b.readOn(p)
	}
	if err == nil || b.peek {
		b.mu.Unlock()
		return n, err
	}
	b.mu.Unlock()
	b.tell(err)
	return n, err
}

// readOn reads from the connection. It tells the owner before it returns an error,
// so that the caller finds the call ended.
func (b *Body) readOn(p []byte) (int, error) {
	n, err := b.fetch(p)
	b.mu.Lock()
	b.is &^= reading
	end := b.err // of this read, or of the scope meanwhile
	b.mu.Unlock()
	if end != nil {
		b.tell(end)
	}
	return n, err
}

// fetch reads from the connection, under the bound on silence. The error is what
// the reader sees, and it stays.
func (b *Body) fetch(p []byte) (int, error) {
	idle := b.owner.BodyIdle()
	if idle > 0 {
		b.owner.BodyScope().Silence(idle)
	}
	n, err := b.rc.Read(p)
	if idle > 0 {
		b.owner.BodyScope().Silence(0)
	}
	b.mu.Lock()
	b.fetched += int64(n)
	if err == nil {
		b.mu.Unlock()
		return n, nil
	}
	if err != io.EOF {
		b.mu.Unlock() // the owner asks how much was read
		err = b.owner.ReadError(err)
		b.mu.Lock()
	}
	if b.err == nil {
		b.err = err
	}
	err = b.err
	b.mu.Unlock()
	return n, err
}

// tell tells the owner, once.
func (b *Body) tell(err error) {
	if err == io.EOF {
		err = nil
	}
	b.mu.Lock()
	told, n := b.is&toldEnd != 0, b.delivered()
	b.is |= toldEnd
	b.mu.Unlock()
	if !told {
		b.owner.BodyEnded(n, err)
	}
}

// Close closes the connection's body; what is not read by then is given up. A
// body that is only looked at stays open.
func (b *Body) Close() error {
	b.mu.Lock()
	if b.peek || b.closed {
		b.mu.Unlock()
		return nil
	}
	b.closed = true
	b.drop(b.ahead)
	b.release()
	b.mu.Unlock()
	err := b.rc.Close()
	b.tell(nil)
	return err
}

// IsNone reports whether there is no body beneath.
func (b *Body) IsNone() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.rc == http.NoBody
}

// Finish ends a body of which no byte follows, as if it had been read.
func (b *Body) Finish() {
	b.mu.Lock()
	if b.err == nil {
		b.err = io.EOF
	}
	err, left, rc := b.err, b.ahead.left(), b.rc
	b.mu.Unlock()
	if left > 0 {
		return
	}
	_ = rc.Close()
	b.tell(err)
}

// Abandon closes the body if there is one.
func (b *Body) Abandon() {
	if b.Owner() != nil {
		_ = b.Close()
	}
}

// Whole returns the body if all of it was read ahead and nothing was delivered.
// The bytes are the body's until it is closed.
func (b *Body) Whole() ([]byte, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	whole := b.err == io.EOF && b.delivered() == 0 && !b.closed
	if b.ahead == nil {
		return nil, whole
	}
	return b.ahead.bytes, whole
}

// Ended reports whether the owner was told of the end.
func (b *Body) Ended() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.is&toldEnd != 0
}

// Err is why the body has ended, nil while it goes on and after its whole.
func (b *Body) Err() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == io.EOF {
		return nil
	}
	return b.err
}

// Delivered is the number of bytes that the reader has had.
func (b *Body) Delivered() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.delivered()
}

func (b *Body) delivered() int64 { return b.fetched - int64(b.ahead.left()) - int64(b.dropped) }

// drop notes that what was read ahead is given up.
func (b *Body) drop(ahead *buffer) { b.dropped += uint32(ahead.left()) } // a buffer is shorter
