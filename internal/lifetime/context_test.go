package lifetime_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/internal/lifetime"
)

type valueKey struct{}

// whole is a context as a call has it: a root with the values of its parent.
type whole struct{ lifetime.Root }

func (w *whole) Value(k any) any { return w.Parent().Value(k) }

// part is a context as an attempt has it.
type part struct {
	lifetime.Scope
	of *whole
}

func (p *part) Value(k any) any { return p.of.Value(k) }

func begin(parent context.Context) *whole {
	w := new(whole)
	w.Begin(parent)
	return w
}

func (w *whole) add() *part {
	p := &part{of: w}
	w.Add(&p.Scope)
	return p
}

func isClosed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

func TestARootIsAContext(t *testing.T) {
	for name, run := range map[string]func(t *testing.T, cancel context.CancelFunc, w *whole){
		"it has the values of its parent": func(t *testing.T, _ context.CancelFunc, w *whole) {
			if w.Value(valueKey{}) != "v" {
				t.Error("a value is missing")
			}
		},
		"it ends with its parent": func(t *testing.T, cancel context.CancelFunc, w *whole) {
			done := w.Done()
			cancel()
			<-done
			if w.Err() != context.Canceled || w.Cause() != lifetime.ParentDone {
				t.Errorf("got %v, cause %v", w.Err(), w.Cause())
			}
		},
		"Err knows the end of the parent before anybody waits": func(t *testing.T, cancel context.CancelFunc, w *whole) {
			cancel()
			if w.Err() != context.Canceled {
				t.Errorf("got %v", w.Err())
			}
		},
		"a derived context follows it without a goroutine": func(t *testing.T, cancel context.CancelFunc, w *whole) {
			before := runtime.NumGoroutine()
			derived, stop := context.WithCancel(w)
			defer stop()
			if n := runtime.NumGoroutine(); n != before {
				t.Errorf("%d goroutines more", n-before)
			}
			cancel()
			<-derived.Done()
			if derived.Err() != context.Canceled {
				t.Errorf("got %v", derived.Err())
			}
		},
		"a hook that was stopped is not run": func(t *testing.T, _ context.CancelFunc, w *whole) {
			told := false
			stop := w.AfterFunc(func() { told = true })
			if !stop() || stop() {
				t.Error("stop: want true, then false")
			}
			if w.End(); told {
				t.Error("the hook was run")
			}
		},
		"its limit is its deadline": func(t *testing.T, _ context.CancelFunc, w *whole) {
			w.Limit(time.Second)
			if d, ok := w.Deadline(); !ok || !d.Equal(w.Start().Add(time.Second)) {
				t.Errorf("got the deadline %v, %t", d, ok)
			}
			<-w.Done()
			if d, ok := w.Deadline(); w.Err() != context.DeadlineExceeded || w.Elapsed() != time.Second || !ok || !d.Equal(time.Now()) {
				t.Errorf("got %v after %v, deadline %v %t", w.Err(), w.Elapsed(), d, ok)
			}
		},
		"an earlier deadline of the parent is kept": func(t *testing.T, _ context.CancelFunc, w *whole) {
			w.Limit(2 * time.Hour)
			if d, ok := w.Deadline(); !ok || !d.Equal(w.Start().Add(time.Hour)) {
				t.Errorf("got the deadline %v, %t, want the parent's", d, ok)
			}
		},
		"Err knows that the limit has passed before anybody waits": func(t *testing.T, _ context.CancelFunc, w *whole) {
			w.Limit(time.Second)
			time.Sleep(time.Second)
			if w.Err() != context.DeadlineExceeded || !isClosed(w.Done()) {
				t.Errorf("got %v, want DeadlineExceeded and a closed channel", w.Err())
			}
		},
		"its owner ends it": func(t *testing.T, _ context.CancelFunc, w *whole) {
			w.Limit(time.Hour)
			done := w.Done()
			w.End()
			if !isClosed(done) || w.Err() != context.Canceled || w.Cause() != lifetime.Ended {
				t.Errorf("got %v, cause %v", w.Err(), w.Cause())
			}
		},
		"the first end counts": func(t *testing.T, cancel context.CancelFunc, w *whole) {
			w.Limit(time.Second)
			<-w.Done()
			w.End()
			cancel()
			if w.Err() != context.DeadlineExceeded {
				t.Errorf("got %v", w.Err())
			}
		},
		"a bound that is lifted does not end it": func(t *testing.T, _ context.CancelFunc, w *whole) {
			done := w.Done()
			w.Limit(time.Second)
			w.Limit(0)
			time.Sleep(time.Minute)
			if isClosed(done) || w.Err() != nil {
				t.Errorf("got %v, want no end", w.Err())
			}
		},
		"a bound that is moved holds where it was moved to": func(t *testing.T, _ context.CancelFunc, w *whole) {
			done := w.Done()
			w.Limit(time.Second)
			w.Limit(3 * time.Second)
			if <-done; w.Elapsed() != 3*time.Second {
				t.Errorf("got an end after %v, want 3s", w.Elapsed())
			}
		},
		"a bound that is moved before the others holds": func(t *testing.T, _ context.CancelFunc, w *whole) {
			w.Limit(3 * time.Second)
			done := w.Done()
			w.Limit(time.Second)
			if <-done; w.Elapsed() != time.Second {
				t.Errorf("got an end after %v, want 1s", w.Elapsed())
			}
		},
		"silence is measured from the last sign of life": func(t *testing.T, _ context.CancelFunc, w *whole) {
			done := w.Done()
			for range 5 {
				w.Silence(2 * time.Second)
				time.Sleep(time.Second)
			}
			if <-done; w.Elapsed() != 6*time.Second || w.Cause() != lifetime.Silent || w.Err() != context.DeadlineExceeded {
				t.Errorf("got cause %v, %v after %v, want silence after 6s", w.Cause(), w.Err(), w.Elapsed())
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				parent, cancel := context.WithTimeout(context.WithValue(t.Context(), valueKey{}, "v"), time.Hour)
				defer cancel()
				w := begin(parent)
				run(t, cancel, w)
				w.End()
			})
		})
	}
}

// A hook of the caller's may put a context of its own in the place of the call's.
func TestAContextBesideTheParentEndsTheRootWithItsOwnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		why := errors.New("the hook has had enough")
		for name, c := range map[string]struct {
			with func() (context.Context, func())
			want error
		}{
			"cancelled": {func() (context.Context, func()) {
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(time.Second, func() { cancel(why) })
				return ctx, func() { cancel(nil) }
			}, context.Canceled},
			"expired": {func() (context.Context, func()) {
				return context.WithTimeout(t.Context(), time.Second)
			}, context.DeadlineExceeded},
		} {
			w := begin(t.Context())
			ctx, stop := c.with()
			w.EndWith(ctx)
			derived, cancel := context.WithCancel(w) // package context panics over an end without an error
			<-derived.Done()
			if w.Err() != c.want || derived.Err() != c.want || w.Elapsed() != time.Second {
				t.Errorf("%s: got %v and %v after %v, want %v after 1s", name, w.Err(), derived.Err(), w.Elapsed(), c.want)
			}
			cancel()
			stop()
			w.End()
		}
	})
}

// Package context holds its own lock while it asks to be told, which what it is
// told needs: an answer on the same goroutine would wait for itself.
func TestAHookOnAnEndedRootRunsOnAnotherGoroutine(t *testing.T) {
	w := begin(context.Background())
	w.End()
	var held sync.Mutex
	told := make(chan struct{})
	held.Lock()
	stop := w.AfterFunc(func() {
		held.Lock()
		close(told)
	})
	held.Unlock()
	<-told
	if stop() {
		t.Error("stop: got true for a hook that has run")
	}
}

func TestAnEndedRootHoldsNeitherATimerNorItsParent(t *testing.T) {
	parent, cancel := context.WithCancel(context.Background())
	defer cancel()
	const roots = 10_000
	before := heap()
	for range roots {
		w := begin(parent)
		w.Limit(time.Hour)
		_ = w.Done()
		w.End()
	}
	if grown := int64(heap()) - int64(before); grown > roots*10 {
		t.Errorf("the heap has grown by %d bytes", grown)
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
