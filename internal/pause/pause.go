// Package pause waits as a transport does that takes its time.
package pause

import (
	"context"
	"time"
)

// For returns after d, or with the cause of ctx when that ends first.
func For(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
