package call

import (
	"context"

	"example.com/outbound/internal/redact"
)

// NamesOf is the names whose values the client of the call that ctx belongs to
// never shows, nil for the built-in ones.
func NamesOf(ctx context.Context) *redact.Names {
	if c := From(ctx); c != nil {
		return c.Names
	}
	return nil
}
