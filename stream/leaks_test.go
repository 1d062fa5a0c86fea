package stream_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/stream"
)

var errWanted = errors.New("by the test")

// leaving are the ways in which a caller leaves a loop.
var leaving = map[string]func(cancel func()) bool{
	"by break":         func(func()) bool { return false },
	"by a panic":       func(func()) bool { panic(errWanted) },
	"by its context":   func(cancel func()) bool { cancel(); return true },
	"at the very end":  func(func()) bool { return true },
	"by Close, slowly": func(func()) bool { time.Sleep(time.Hour); return false },
}

// A server whose answers do not end: what is left open is seen.
func unending(_ int, req *http.Request) reply {
	switch req.URL.Path {
	case "/events":
		return reply{unbounded("200 OK", "Content-Type: text/event-stream\r\n", "data: a\n\ndata: b\n\ndata: c"), stalled}
	case "/lines":
		return reply{unbounded("200 OK", "", "1\n2\n3"), stalled}
	case "/jobs":
		return reply{withLength("200 OK", "", `"done"`), stalled}
	case "/pages":
		if len(req.URL.RawQuery) > 9 {
			return reply{withLength("404 Not Found", "", ""), stalled}
		}
		return reply{withLength("200 OK", "Content-Type: text/plain\r\nLink: <?p=1"+req.URL.RawQuery+">; rel=next\r\n", "a"), stalled}
	}
	return reply{first(20), stalled}
}

func TestNothingIsLeftOpenHoweverAStreamIsLeft(t *testing.T) {
	operation := &outbound.ResponseMeta{URL: &url.URL{Scheme: "http", Host: "api.test", Path: "/"}, Header: http.Header{"Location": {"/jobs"}}}
	for name, read := range map[string]func(ctx context.Context, c *outbound.Client, leave func() bool){
		"Events": func(ctx context.Context, c *outbound.Client, leave func() bool) {
			for range stream.Events(ctx, c, "/events", outbound.BodyIdle(time.Minute)) {
				if !leave() {
					break
				}
			}
		},
		"Lines": func(ctx context.Context, c *outbound.Client, leave func() bool) {
			for range stream.Lines[int](ctx, c, "/lines", outbound.BodyIdle(time.Minute)) {
				if !leave() {
					break
				}
			}
		},
		"Pages": func(ctx context.Context, c *outbound.Client, leave func() bool) {
			for range stream.Pages(ctx, c, "/pages", stream.NextLink[string]()) {
				if !leave() {
					break
				}
			}
		},
		"Pages in Next": func(ctx context.Context, c *outbound.Client, leave func() bool) {
			for range stream.Pages(ctx, c, "/pages", func(_ string, meta outbound.ResponseMeta) (string, bool) {
				return meta.URL.String() + "1", leave()
			}) {
			}
		},
		"Poll in Done": func(ctx context.Context, c *outbound.Client, leave func() bool) {
			_, _ = stream.Poll[string](ctx, c, operation, stream.Polling{Every: time.Hour, Done: func(*http.Response) bool { return !leave() }})
		},
		"Download in its writer": func(ctx context.Context, c *outbound.Client, leave func() bool) {
			_, _ = stream.Download(ctx, c, "/file", writer(leave), outbound.BodyIdle(time.Minute))
		},
		"DownloadFile in Progress": func(ctx context.Context, c *outbound.Client, leave func() bool) {
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			_, _ = stream.DownloadFile(ctx, c, "/file", filepath.Join(folder(ctx), "f"), outbound.BodyIdle(time.Minute), outbound.Progress(func(int64, int64) {
				if !leave() {
					cancel()
				}
			}))
		},
	} {
		for how, leave := range leaving {
			t.Run(name+", left "+how, func(t *testing.T) {
				dir := t.TempDir()
				synctest.Test(t, func(t *testing.T) {
					w := &wire{answer: unending}
					c := w.client(t)
					ctx, cancel := context.WithTimeout(context.WithValue(t.Context(), folderKey{}, dir), 24*time.Hour)
					defer cancel()
					func() {
						defer func() {
							if p := recover(); p != nil && p != errWanted { // the very same
								panic(p)
							}
						}()
						read(ctx, c, func() bool { return leave(cancel) })
					}()
					synctest.Wait()
					w.wantNoneInUse(t, c)
					if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
						t.Errorf("left behind: %v", left)
					}
				})
			})
		}
	}
}

// wantNoneInUse fails t while a call of c is under way or a connection is open.
func (w *wire) wantNoneInUse(t *testing.T, c *outbound.Client) {
	t.Helper()
	ended, end := context.WithCancel(context.Background())
	end()
	if err := c.Shutdown(ended); err != nil {
		t.Errorf("a call is under way: %v", err)
	}
	synctest.Wait()
	w.wantClosed(t)
}

// writer asks before each write.
type writer func() bool

func (w writer) Write(p []byte) (int, error) {
	if !w() {
		return 0, errWanted
	}
	return len(p), nil
}

type folderKey struct{}

func folder(ctx context.Context) string { return ctx.Value(folderKey{}).(string) }
