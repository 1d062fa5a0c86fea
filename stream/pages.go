package stream

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// Next says where the page after this one is: a path of the base URL, or a URL
// that may be relative to the one of this page. ok is false after the last page.
type Next[T any] func(page T, meta outbound.ResponseMeta) (path string, ok bool)

// Pages yields the pages of path, one call each. It ends after the page for which
// next has no other one, with the error of the first call that fails, and with an
// error at a page that was there already: one that names itself, or a cycle. Once a
// link or a redirect has left the origin of path, no page gets credentials or a field
// that might carry one.
func Pages[T any](ctx context.Context, c *outbound.Client, path string, next Next[T], opts ...outbound.CallOption) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		at := &place{seen: map[string]bool{}, opts: opts}
		with := opts
		for {
			var meta outbound.ResponseMeta
			page, err := outbound.Get[T](ctx, c, path, append(with[:len(with):len(with)], outbound.Meta(&meta))...)
			if err == nil {
				err = at.arrive(meta)
			}
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			if !yield(page, nil) {
				return
			}
			to, ok := next(page, meta)
			if !ok {
				return
			}
			if path, with, err = at.leave(meta, to); err != nil {
				var zero T
				yield(zero, err)
				return
			}
		}
	}
}

func pageError(meta outbound.ResponseMeta, err error) error {
	e := &outbound.HTTPError{Kind: httperror.Decode, Method: http.MethodGet, StatusCode: meta.StatusCode, Attempts: meta.Attempts, Delivery: httperror.Answered, Err: err}
	if meta.URL != nil {
		e.URL = shown(meta.URL)
	}
	return e
}

// NextLink follows the Link field whose relation is "next" (RFC 8288).
func NextLink[T any]() Next[T] {
	return func(_ T, meta outbound.ResponseMeta) (string, bool) {
		for _, value := range meta.Header.Values("Link") {
			for _, l := range parseLinks(value) {
				if l.is("next", meta.URL) {
					return l.target, true
				}
			}
		}
		return "", false
	}
}

// Cursor asks for the same address with param set to what of returns for a page.
// It ends when that is "".
func Cursor[T any](param string, of func(T) string) Next[T] {
	return func(page T, meta outbound.ResponseMeta) (string, bool) {
		cursor := of(page)
		return withParam(meta.URL, param, cursor), cursor != ""
	}
}

// PageNumber counts param up from the number of the first page, 1 if it has none,
// while more says so.
func PageNumber[T any](param string, more func(T) bool) Next[T] {
	return func(page T, meta outbound.ResponseMeta) (string, bool) {
		return withParam(meta.URL, param, strconv.Itoa(number(meta.URL, param, 1)+1)), more(page)
	}
}

// Offset adds to param how many items a page has, from the offset of the first
// page, 0 if it has none. It ends with a page of none.
func Offset[T any](param string, n func(T) int) Next[T] {
	return func(page T, meta outbound.ResponseMeta) (string, bool) {
		items := n(page)
		return withParam(meta.URL, param, strconv.Itoa(number(meta.URL, param, 0)+items)), items > 0
	}
}

func number(u *url.URL, param string, otherwise int) int {
	if u == nil {
		return otherwise
	}
	n, err := strconv.Atoi(u.Query().Get(param))
	if err != nil {
		return otherwise
	}
	return n
}

func withParam(u *url.URL, param, value string) string {
	if u == nil {
		return ""
	}
	with := *u
	q := with.Query()
	q.Set(param, value)
	with.RawQuery = q.Encode()
	return with.String()
}
