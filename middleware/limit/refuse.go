package limit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"example.com/outbound/httperror"
)

var (
	errClosed = errors.New("the client was closed while the request waited for its turn")
	errOpened = errors.New("the breaker opened while the request waited for its turn")
)

// limited is the error of a request that is refused by a limit, as it is
// configured ("slots 8"). left is the time after which the request would have had
// its turn, 0 if that is not known.
func limited(limit string, left time.Duration, format string, args ...any) error {
	return &httperror.Error{
		Kind: httperror.Limited, RetryAfter: max(left, 0), Limit: limit, Delivery: httperror.NotSent,
		Err: fmt.Errorf(format, args...),
	}
}

// slotsLimit is the limit of a [Concurrency].
func slotsLimit(n int) string { return fmt.Sprintf("slots %d", n) }

// ended is the error of a wait whose context has ended.
func ended(ctx context.Context) error {
	kind := httperror.Canceled
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		kind = httperror.Deadline
	}
	err := ctx.Err()
	if cause := context.Cause(ctx); cause != err { //nolint:errorlint // the very same
		err = fmt.Errorf("%w: %w", err, cause)
	}
	return &httperror.Error{Kind: kind, Err: err}
}

// patience is the longest that a request may wait now which has begun to wait
// then: what is left of maxWait, and less than what its deadline leaves.
func patience(ctx context.Context, maxWait time.Duration, begun, now time.Time) time.Duration {
	longest := time.Duration(1<<63 - 1)
	switch {
	case maxWait == Never:
		return 0
	case maxWait > 0:
		longest = maxWait - now.Sub(begun)
	}
	if deadline, ok := ctx.Deadline(); ok {
		longest = min(longest, deadline.Sub(now)-1)
	}
	return max(0, longest)
}

// round returns d with the digits that matter for a wait.
func round(d time.Duration) time.Duration {
	switch {
	case d > time.Minute:
		return d.Round(time.Second)
	case d > time.Second:
		return d.Round(10 * time.Millisecond)
	}
	return d.Round(time.Millisecond)
}
