package main

import (
	"context"
	"iter"
	"net/url"

	"example.com/outbound"
)

// All yields the elements of a list that comes in pages, each of which names the
// next one in its Link field (RFC 8288). A page is requested when its first
// element is wanted, so that a loop which breaks early asks for no more. An error
// ends the row.
func All[T any](ctx context.Context, c *outbound.Client, first string, opts ...outbound.CallOption) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		page, err := url.Parse(first)
		for err == nil && page != nil {
			var meta outbound.ResponseMeta
			var items []T
			items, err = outbound.Get[[]T](ctx, c, page.String(), append(opts[:len(opts):len(opts)], outbound.Meta(&meta))...)
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			if err == nil {
				page, err = next(page, meta.Header.Values("Link"))
			}
		}
		if err != nil {
			yield(none, err)
		}
	}
}
