package limit

import (
	"container/list"
	"context"
	"time"

	"example.com/outbound/httperror"
)

// Stop is what ends a wait besides the caller's context. The zero value is
// never.
type Stop struct {
	Closing <-chan struct{} // the client is closed
	Opened  <-chan struct{} // the breaker of the origin opens
}

// queue is where callers wait, first come, first served. The lock of its owner
// guards it.
type queue struct{ callers list.List }

// caller is one that waits.
type caller struct {
	ticket uint64        // callers with a lower one go first
	wake   chan struct{} // holds a value when there is something to look at
}

func (q *queue) len() int { return q.callers.Len() }

// enter adds a caller behind all that have a lower ticket.
func (q *queue) enter(ticket uint64) *list.Element {
	c := &caller{ticket, make(chan struct{}, 1)}
	for e := q.callers.Back(); e != nil; e = e.Prev() {
		if e.Value.(*caller).ticket <= ticket {
			return q.callers.InsertAfter(c, e)
		}
	}
	return q.callers.PushFront(c)
}

func (q *queue) first(e *list.Element) bool { return q.callers.Front() == e }

// leave removes a caller; the one behind it looks whether it is its turn.
func (q *queue) leave(e *list.Element) {
	q.callers.Remove(e)
	q.wakeFirst()
}

func (q *queue) wakeFirst() {
	if e := q.callers.Front(); e != nil {
		wake(e)
	}
}

func (q *queue) wakeAll() {
	for e := q.callers.Front(); e != nil; e = e.Next() {
		wake(e)
	}
}

func wake(e *list.Element) {
	select {
	case e.Value.(*caller).wake <- struct{}{}:
	default:
	}
}

// sleep waits until the caller is woken, or timer fires; nil never does. The
// error says what ended the wait otherwise.
func sleep(ctx context.Context, e *list.Element, timer <-chan time.Time, stop Stop) error {
	select {
	case <-e.Value.(*caller).wake:
		return nil
	case <-timer:
		return nil
	case <-ctx.Done():
		return ended(ctx)
	case <-stop.Closing:
		return &httperror.Error{Kind: httperror.Closed, Err: errClosed}
	case <-stop.Opened:
		return &httperror.Error{Kind: httperror.CircuitOpen, Err: errOpened}
	}
}
