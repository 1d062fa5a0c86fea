package integration_test

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

const (
	hostileAttempt = time.Second
	hostileCall    = 3 * time.Second
	hostileSlack   = 3 * time.Second // of a busy machine
	hostileHeap    = 64 << 20
	hostileText    = 16 << 10 // bytes of an error text
)

// hostile is a server that wants to keep the client busy or to fill its memory.
type hostile struct {
	name    string
	provoke func(t *testing.T) scene
	kinds   []httperror.Kind // that the call may end with
}

func TestAHostileServerEndsTheCallWithinItsBounds(t *testing.T) {
	for _, rows := range [][]hostile{hostileH2(), hostileTLS(), hostileBodies()} {
		for _, h := range rows {
			t.Run(h.name, func(t *testing.T) {
				before := goleak.IgnoreCurrent()
				t.Run("call", h.check) // its end closes the server
				goleak.VerifyNone(t, before)
			})
		}
	}
}

func (h hostile) check(t *testing.T) {
	s := h.provoke(t)
	c := hostileClient(t, s)
	ctx, cancel := context.WithTimeout(t.Context(), hostileCall+hostileSlack)
	defer cancel()
	growth := heapGrowth()
	begin := time.Now()

	_, err := outbound.Get[any](ctx, c, s.url)

	if took := time.Since(begin); took > hostileCall+hostileSlack/2 {
		t.Errorf("the call took %v, want at most %v", took, hostileCall)
	}
	if grown := growth(); grown > hostileHeap {
		t.Errorf("the heap grew by %d MiB, want less than %d", grown>>20, hostileHeap>>20)
	}
	var he *outbound.HTTPError
	if !errors.As(err, &he) || !slices.Contains(h.kinds, he.Kind) {
		t.Errorf("got %.500v, want an HTTPError of kind %v", err, h.kinds)
	}
	if err != nil && len(err.Error()) > hostileText {
		t.Errorf("the error text has %d bytes, want at most %d", len(err.Error()), hostileText)
	}
	s.checkEnd(t, c)
}

func hostileClient(t *testing.T, s scene) *outbound.Client {
	t.Helper()
	c, err := outbound.New(append([]outbound.Option{
		outbound.WithRetry(atOnce(2)),
		outbound.WithAttemptTimeout(hostileAttempt),
		outbound.WithTimeout(hostileCall),
		outbound.WithMaxResponseBytes(1 << 20),
		outbound.WithoutProxy(),
	}, s.opts...)...)
	if err != nil {
		t.Fatalf("outbound.New: %v", err)
	}
	return c
}

// heapGrowth watches the heap until stop, which returns by how many bytes it grew
// at most.
func heapGrowth() (stop func() uint64) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before, most := m.HeapAlloc, m.HeapAlloc
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		for {
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
			select {
			case <-ticker.C:
			case <-done:
				return
			}
		}
	}()
	return func() uint64 {
		close(done)
		<-ended
		return most - before
	}
}
