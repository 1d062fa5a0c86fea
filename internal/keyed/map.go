package keyed

import (
	"iter"
	"maps"
	"sync"
	"sync/atomic"
)

// Max is the most keys that a [Map] keeps state for.
const Max = 1024

// State is what a Map keeps for a key: a pointer to V. Its lock guards it.
type State[V any] interface {
	*V
	sync.Locker
	// Idle reports whether forgetting the state changes nothing, or nothing
	// that matters. It is called with the lock held.
	Idle() bool
}

// Map keeps a V for each key, made at the first use of the key as its zero
// value. When it is full, idle states make way that were not used since half as
// many new keys came, then any idle ones. The zero Map is empty and ready. It is
// safe for concurrent use.
type Map[V any, S State[V]] struct {
	mu      sync.RWMutex
	entries map[Key]*entry[V]
	added   atomic.Uint64 // keys so far: the time by which use is told
}

type entry[V any] struct {
	state   V
	used    atomic.Uint64 // the value of added at the last use
	removed bool          // guarded by the state's lock
}

// Lock returns the state of k, locked. It is nil if the map is full and no state
// can make way.
func (m *Map[V, S]) Lock(k Key) S {
	for {
		e := m.find(k)
		if e == nil {
			e = m.add(k)
		}
		if e == nil {
			return nil
		}
		if s := m.lock(e); s != nil {
			return s
		}
	}
}

// Known returns the state of k, locked, and nil if there is none.
func (m *Map[V, S]) Known(k Key) S {
	e := m.find(k)
	if e == nil {
		return nil
	}
	return m.lock(e)
}

// lock locks the state of e. It is nil if the state was removed meanwhile.
func (m *Map[V, S]) lock(e *entry[V]) S {
	if now := m.added.Load(); e.used.Load() != now {
		e.used.Store(now)
	}
	s := S(&e.state)
	s.Lock()
	if e.removed {
		s.Unlock()
		return nil
	}
	return s
}

// All yields the keys and their states, which are not locked.
func (m *Map[V, S]) All() iter.Seq2[Key, S] {
	m.mu.RLock()
	all := maps.Clone(m.entries)
	m.mu.RUnlock()
	return func(yield func(Key, S) bool) {
		for k, e := range all {
			if !yield(k, S(&e.state)) {
				return
			}
		}
	}
}

func (m *Map[V, S]) find(k Key) *entry[V] {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.entries[k]
}

func (m *Map[V, S]) add(k Key) *entry[V] {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e := m.entries[k]; e != nil {
		return e // added meanwhile
	}
	added := m.added.Add(1)
	if len(m.entries) >= Max && !m.remove(added-Max/2) && !m.remove(added) {
		return nil
	}
	if m.entries == nil {
		m.entries = map[Key]*entry[V]{}
	}
	e := new(entry[V])
	e.used.Store(added)
	m.entries[k.clone()] = e
	return e
}

// remove forgets the idle states that were last used before the given number of
// keys had been added, and reports whether there were any.
func (m *Map[V, S]) remove(added uint64) bool {
	before := len(m.entries)
	maps.DeleteFunc(m.entries, func(_ Key, e *entry[V]) bool {
		if e.used.Load() >= added {
			return false
		}
		s := S(&e.state)
		s.Lock()
		defer s.Unlock()
		e.removed = s.Idle()
		return e.removed
	})
	return len(m.entries) < before
}
