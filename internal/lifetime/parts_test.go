package lifetime_test

import (
	"context"
	"math"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/internal/lifetime"
)

func TestAPartIsBoundedApartFromTheWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := begin(t.Context())
		w.Limit(5 * time.Second)
		for n, want := range []lifetime.Cause{lifetime.Expired, lifetime.Expired, lifetime.WithRoot} {
			p := w.add()
			p.Limit(2 * time.Second)
			deadline, _ := p.Deadline()
			<-p.Done()
			if p.Cause() != want || p.Err() != context.DeadlineExceeded || !deadline.Equal(time.Now()) {
				t.Errorf("part %d: got cause %v, %v, deadline %v at %v, want cause %v", n+1, p.Cause(), p.Err(), deadline, time.Now(), want)
			}
			if n < 2 && w.Err() != nil {
				t.Errorf("part %d has ended the whole: %v", n+1, w.Err())
			}
		}
		w.End()
	})
}

func TestTwoPartsAtOnceHaveBoundsOfTheirOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := begin(t.Context())
		a := w.add()
		a.Limit(2 * time.Second)
		a.Silence(time.Minute)
		time.Sleep(time.Second)
		b := w.add()
		b.Limit(5 * time.Second)
		b.Limit(0) // must not lift that of a
		b.Silence(3 * time.Second)
		<-a.Done()
		if w.Elapsed() != 2*time.Second || a.Cause() != lifetime.Expired || b.Err() != nil {
			t.Errorf("the first: got cause %v after %v, and %v of the second", a.Cause(), w.Elapsed(), b.Err())
		}
		<-b.Done()
		if w.Elapsed() != 4*time.Second || b.Cause() != lifetime.Silent || w.Err() != nil {
			t.Errorf("the second: got cause %v after %v, and %v of the whole", b.Cause(), w.Elapsed(), w.Err())
		}
		w.End()
	})
}

func TestADurationThatIsTooLongIsNoBoundForTheOthers(t *testing.T) {
	for _, long := range []time.Duration{math.MaxInt64, math.MaxInt64 - 1, math.MaxInt64 - time.Second} {
		for name, set := range map[string]func(w *whole, p *part){
			"limit of the part":     func(_ *whole, p *part) { p.Limit(long) },
			"limit from now":        func(_ *whole, p *part) { p.LimitFromNow(long) },
			"silence of the part":   func(_ *whole, p *part) { p.Silence(long) },
			"silence of the whole":  func(w *whole, _ *part) { w.Silence(long) },
			"another limit at once": func(w *whole, _ *part) { w.add().Limit(long) },
		} {
			synctest.Test(t, func(t *testing.T) {
				w := begin(t.Context())
				time.Sleep(time.Millisecond) // what is added must not overflow
				p := w.add()
				set(w, p)
				w.Limit(200 * time.Millisecond)
				set(w, p)
				<-p.Done()
				if w.Elapsed() != 200*time.Millisecond || w.Cause() != lifetime.Expired {
					t.Errorf("%s: got cause %v after %v, want the limit of the whole after 200ms", name, w.Cause(), w.Elapsed())
				}
				w.End()
			})
		}
	}
}

func TestThePartsEndWithTheWhole(t *testing.T) {
	w := begin(context.Background())
	var done []<-chan struct{}
	for n := range 5 {
		p := w.add()
		done = append(done, p.Done())
		if n == 1 || n == 3 {
			p.End()
		}
	}
	w.End()
	for n, d := range done {
		if !isClosed(d) {
			t.Errorf("part %d goes on", n+1)
		}
	}
	if late := w.add(); late.Err() != context.Canceled || !isClosed(late.Done()) {
		t.Errorf("a part that begins after the end: got %v", late.Err())
	}
}

func TestAPartMayBeUsedAsAContextBeforeItBegins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := begin(t.Context())
		p := &part{of: w}
		w.Expect(&p.Scope)
		done := p.Done()
		w.Limit(2 * time.Second)
		if d, ok := p.Deadline(); !ok || !d.Equal(w.Start().Add(2*time.Second)) {
			t.Errorf("got the deadline %v, %t", d, ok)
		}
		time.Sleep(time.Second)
		w.Add(&p.Scope)
		if p.Begun() != time.Second {
			t.Errorf("got a beginning after %v, want 1s", p.Begun())
		}
		<-done
		if p.Err() != context.DeadlineExceeded || w.Elapsed() != 2*time.Second {
			t.Errorf("got %v after %v", p.Err(), w.Elapsed())
		}
		w.End()
	})
}

// ender counts how often it is told.
type ender struct {
	told atomic.Int32
	do   func()
}

func (e *ender) ScopeEnded() {
	e.told.Add(1)
	if e.do != nil {
		e.do()
	}
}

func TestAnEnderIsToldOnceUnlessItsOwnerHasEndedTheScope(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(w *whole, p *part, cancel func())
		want int32
	}{
		"by the limit":          {func(_ *whole, p *part, _ func()) { p.Limit(time.Second) }, 1},
		"by silence":            {func(_ *whole, p *part, _ func()) { p.Silence(time.Second) }, 1},
		"by the whole's limit":  {func(w *whole, _ *part, _ func()) { w.Limit(time.Second) }, 1},
		"by the parent":         {func(_ *whole, _ *part, cancel func()) { cancel() }, 1},
		"by the end of a whole": {func(w *whole, _ *part, _ func()) { w.End() }, 1},
		"by its owner":          {func(w *whole, p *part, _ func()) { p.End(); w.End() }, 0},
		"after Detach":          {func(w *whole, p *part, cancel func()) { p.Limit(time.Second); w.Detach(); cancel() }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				parent, cancel := context.WithCancel(t.Context())
				w := begin(parent)
				p := w.add()
				e := &ender{do: func() { _, _, _ = w.Err(), p.Err(), p.Cause() }} // no lock is held
				if !p.Guard(e) {
					t.Fatal("Guard: got false for a scope that lives")
				}
				_ = p.Done()
				c.end(w, p, cancel)
				time.Sleep(time.Minute)
				w.End()
				cancel()
				time.Sleep(time.Minute)
				if got := e.told.Load(); got != c.want {
					t.Errorf("told %d times, want %d", got, c.want)
				}
				if name != "after Detach" && p.Guard(e) {
					t.Error("Guard: got true for a scope that has ended")
				}
			})
		})
	}
}

func TestNothingEndsADetachedRoot(t *testing.T) {
	for name, waits := range map[string]bool{"somebody has waited before": true, "nobody has waited before": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				parent, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				w := begin(parent)
				w.Limit(2 * time.Second)
				p := w.add()
				p.Limit(3 * time.Second)
				if waits {
					_, _ = w.Done(), p.Done()
				}
				w.Detach()
				derived, stop := context.WithCancel(p)
				defer stop()
				time.Sleep(time.Minute)
				if w.Err() != nil || p.Err() != nil || derived.Err() != nil || isClosed(w.Done()) || isClosed(p.Done()) {
					t.Errorf("got %v, %v, %v, want no end", w.Err(), p.Err(), derived.Err())
				}
				if d, ok := p.Deadline(); ok {
					t.Errorf("got the deadline %v, want none", d)
				}
			})
		})
	}
}

// Two loops of attempts under one root: one of them has a part that lives
// whenever the other begins one.
func TestPartsThatHaveEndedAreNotKept(t *testing.T) {
	for name, overlap := range map[string]bool{"one after the other": false, "two rows at once": true} {
		w := begin(context.Background())
		type heavy struct {
			lifetime.Scope
			_ [1 << 10]byte
		}
		var last *heavy
		before := heap()
		const parts = 20_000
		for range parts {
			p := new(heavy)
			w.Add(&p.Scope)
			if !overlap {
				last = p
			}
			if last != nil {
				last.End()
			}
			last = p
		}
		if grown := int64(heap()) - int64(before); grown > 1<<20 {
			t.Errorf("%s: the heap has grown by %d bytes in %d parts", name, grown, parts)
		}
		w.End()
	}
}

func TestManyWaitAndManyEndAtOnce(t *testing.T) {
	for range 50 {
		parent, cancel := context.WithCancel(context.Background())
		w := begin(parent)
		w.Limit(time.Millisecond)
		var all sync.WaitGroup
		for n := range 8 {
			all.Go(func() {
				p := w.add()
				p.Guard(&ender{})
				p.Silence(time.Duration(n) * 100 * time.Microsecond)
				derived, stop := context.WithTimeout(p, time.Duration(n)*200*time.Microsecond)
				defer stop()
				hook := p.AfterFunc(func() { _ = w.Err() })
				<-derived.Done()
				hook()
				if n%2 == 0 {
					p.End()
				}
				if n == 7 {
					w.End()
				}
			})
		}
		all.Go(cancel)
		all.Wait()
		if w.End(); w.Err() == nil {
			t.Error("no error after the end")
		}
	}
}
