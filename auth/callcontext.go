package auth

import (
	"context"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callkey"
)

// fetchContext is the context for the fetch of a token that the call of ctx has
// begun: the values of the caller's context, without the options and the record
// of any call, which are not the fetch's, and without its end.
func fetchContext(ctx context.Context) context.Context {
	for record := call.From(ctx); record != nil; record = call.From(ctx) {
		ctx = record.Parent()
	}
	return callkey.WithoutOptions(context.WithoutCancel(ctx))
}

// wholeCall is the context of the call that ctx belongs to, which an attempt of it
// may have ended before. It is ctx itself outside a client.
func wholeCall(ctx context.Context) context.Context {
	if record := call.From(ctx); record != nil {
		return record
	}
	return ctx
}

// closingOf is closed when the client that makes the call of ctx is closed. It is
// nil outside a client.
func closingOf(ctx context.Context) <-chan struct{} {
	if record := call.From(ctx); record != nil {
		return record.Closing
	}
	return nil
}

func isClosed(closing <-chan struct{}) bool {
	select {
	case <-closing:
		return true
	default:
		return false
	}
}
