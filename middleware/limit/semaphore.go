package limit

import (
	"context"
	"net/http"
	"sync"
	"time"

	"example.com/outbound/internal/keyed"
	"example.com/outbound/observe"
)

// Semaphore holds the slots of all keys under one [Concurrency]. It keeps at
// most 1024 of them: those without a request make way, and keys for which there
// is no room share their slots. It is safe for concurrent use.
type Semaphore struct {
	policy Concurrency // with its defaults
	states keyed.Map[slots, *slots]
	others slots // of keys for which there is no room
}

// NewSemaphore makes a Semaphore. It fails if c does not validate.
func NewSemaphore(c Concurrency) (*Semaphore, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	return &Semaphore{policy: c.withDefaults()}, nil
}

// slots are those of one key.
type slots struct {
	sync.Mutex
	inFlight int
	tickets  uint64
	waiting  queue
	adaptive adaptive
	full     fullness
}

// Idle reports whether no request holds or wants a slot.
func (s *slots) Idle() bool { return s.inFlight == 0 && s.waiting.len() == 0 }

// Slot is the place of one request. Answered and Release must each be called
// once; a second call does nothing, and the zero Slot belongs to nobody.
type Slot struct {
	of    *Semaphore
	slots *slots
	begun time.Time
}

func (m *Semaphore) lock(k keyed.Key) *slots {
	if s := m.states.Lock(k); s != nil {
		return s
	}
	m.others.Lock()
	return &m.others
}

func (m *Semaphore) limit(s *slots) int {
	if a := m.policy.Adaptive; a != nil {
		return s.adaptive.limit(a)
	}
	return m.policy.Max
}

// Try takes a slot if one is free and no other caller waits for it. changed is
// what observers must be told, nil for nothing.
func (m *Semaphore) Try(req *http.Request) (slot Slot, ok bool, changed *observe.StateChange) {
	k := keyed.Of(req, m.policy.Key)
	s := m.lock(k)
	defer s.Unlock()
	if s.waiting.len() > 0 || s.inFlight >= m.limit(s) {
		return Slot{}, false, nil
	}
	if s.full.told {
		changed = s.full.outcome(k.String(), nil)
	}
	return m.take(s), true, changed
}

func (m *Semaphore) take(s *slots) Slot {
	s.inFlight++
	return Slot{m, s, time.Now()}
}

// Acquire takes a slot, and waits for it if the queue has room. changed is what
// observers must be told, nil for nothing.
func (m *Semaphore) Acquire(ctx context.Context, req *http.Request, stop Stop) (slot Slot, changed *observe.StateChange, err error) {
	k := keyed.Of(req, m.policy.Key)
	s := m.lock(k)
	defer s.Unlock()
	slot, err = m.acquire(ctx, s, stop)
	return slot, s.full.outcome(k.String(), err), err
}

// acquire is Acquire with the lock held, but for the wait.
func (m *Semaphore) acquire(ctx context.Context, s *slots, stop Stop) (Slot, error) {
	now := time.Now()
	longest := patience(ctx, m.policy.MaxWait, now, now)
	switch limit := m.limit(s); {
	case s.waiting.len() == 0 && s.inFlight < limit:
		return m.take(s), nil
	case s.waiting.len() >= max(0, m.policy.Queue):
		return Slot{}, limited(slotsLimit(limit), 0, "all %d slots are taken and %d requests wait for one, as many as may", limit, s.waiting.len())
	case longest == 0:
		return Slot{}, limited(slotsLimit(limit), 0, "all %d slots are taken, and the request cannot wait", limit)
	}
	s.tickets++
	me := s.waiting.enter(s.tickets)
	defer s.waiting.leave(me)
	var fired <-chan time.Time
	if m.policy.MaxWait > 0 {
		timer := time.NewTimer(m.policy.MaxWait)
		defer timer.Stop()
		fired = timer.C
	}
	for {
		s.Unlock()
		err := sleep(ctx, me, fired, stop)
		s.Lock()
		switch {
		case err != nil:
			return Slot{}, err
		case s.waiting.first(me) && s.inFlight < m.limit(s):
			return m.take(s), nil
		case fired != nil && time.Since(now) >= m.policy.MaxWait:
			return Slot{}, limited(slotsLimit(m.limit(s)), 0, "no slot of %d became free within %v", m.limit(s), m.policy.MaxWait)
		}
	}
}

// Answered tells an adaptive limit how the origin does: how long the response
// headers took, or that it failed in a way that says overload. Another failure,
// or a caller that has left, tells nothing.
func (s *Slot) Answered(ran time.Duration, load Load) {
	if s.slots == nil || s.of.policy.Adaptive == nil {
		return
	}
	s.slots.Lock()
	defer s.slots.Unlock()
	s.slots.adaptive.answered(s.of.policy.Adaptive, s, ran, load)
	s.slots.waiting.wakeFirst()
}

// Release frees the slot.
func (s *Slot) Release() {
	slots := s.slots
	if slots == nil {
		return
	}
	s.slots = nil
	slots.Lock()
	defer slots.Unlock()
	slots.inFlight--
	slots.waiting.wakeFirst()
}

// States returns the slots of every key that is kept, in no order.
func (m *Semaphore) States() (all []observe.OriginState) {
	for k, s := range m.states.All() {
		s.Lock()
		all = append(all, observe.OriginState{
			Origin: k.String(), InFlight: s.inFlight, Queued: s.waiting.len(), Limit: m.limit(s),
		})
		s.Unlock()
	}
	return all
}

// Held reports whether there is a slot to release.
func (s *Slot) Held() bool { return s.slots != nil }
