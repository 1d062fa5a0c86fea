package call

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestWaitReturnsWhenTheLastCallHasEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Calls
		c.begun.Add(1)
		c.begun.Add(1)
		begun := time.Now()
		for i := range 2 {
			time.AfterFunc(time.Duration(i+1)*time.Second, c.callEnded)
		}
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				if err := c.Wait(t.Context()); err != nil || time.Since(begun) != 2*time.Second {
					t.Errorf("got %v after %v, want nil after 2s", err, time.Since(begun))
				}
			})
		}
		all.Wait()
		if err := c.Wait(t.Context()); err != nil {
			t.Errorf("none is in flight: got %v", err)
		}
	})
}

func TestWaitEndsWithItsContextWhileACallIsInFlight(t *testing.T) {
	var c Calls
	c.begun.Add(1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	c.callEnded()
	if begun, ended := c.Count(); begun != 1 || ended != 1 {
		t.Errorf("got %d begun and %d ended", begun, ended)
	}
}

// A call that ends while Wait begins must not be missed.
func TestWaitMissesNoEnd(t *testing.T) {
	for range 2000 {
		var c Calls
		c.begun.Add(1)
		go c.callEnded()
		if err := c.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
