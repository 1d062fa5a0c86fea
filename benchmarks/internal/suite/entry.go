package suite

import (
	"context"
	"fmt"
	"io"
	"sync"

	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/peer"
)

// entry is a peer that takes part, ready to be called.
type entry struct {
	name string
	call func()
}

// entries returns the peers that can do the case, each on a base of its own.
func (s *Suite) entries(c cases.Case, url string, base func(name string) peer.Setup) []entry {
	var all []entry
	for _, p := range peer.All() {
		if !c.For(p.Name) {
			continue
		}
		if client := newClient(p, c, url, base(p.Name)); client != nil {
			all = append(all, entry{p.Name, s.calling(c, p.Name, client)})
		}
	}
	return all
}

func newClient(p peer.Peer, c cases.Case, url string, setup peer.Setup) peer.Client {
	setup.URL, setup.Log = url, io.Discard
	return p.New(c.Mode, setup)
}

// calling returns a function that makes one call and keeps its error.
func (s *Suite) calling(c cases.Case, name string, client peer.Client) func() {
	return func() {
		if err := c.Call(context.Background(), client); err != nil {
			s.err.set(fmt.Errorf("%s: %s: %w", name, c.Name, err))
		}
	}
}

// firstError keeps the first error of many. The zero value has none.
type firstError struct {
	mu  sync.Mutex
	err error
}

func (f *firstError) set(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = err
	}
}

func (f *firstError) get() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}
