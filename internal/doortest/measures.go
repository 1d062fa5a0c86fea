package doortest

import (
	"bytes"
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/middleware"
)

// Panics is what f panics with, nil if it does not.
func Panics(f func()) (value any) {
	defer func() { value = recover() }()
	f()
	return nil
}

// NewJar is a jar that has cookies for https://a.example.
func NewJar(t *testing.T, cookies ...*http.Cookie) http.CookieJar {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	jar.SetCookies(&url.URL{Scheme: "https", Host: "a.example"}, cookies)
	return jar
}

// BytesOf is what f allocates, the best of three.
func BytesOf(f func()) uint64 {
	best := ^uint64(0)
	for range 3 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		best = min(best, after.TotalAlloc-before.TotalAlloc)
	}
	return best
}

// LinesOf logs to a buffer, and returns how many lines name a client.
func LinesOf() (outbound.Option, func(client string) int) {
	var buf SyncBuffer
	return outbound.WithLogger(zerolog.New(&buf).Level(zerolog.InfoLevel)), func(client string) int {
		return strings.Count(buf.String(), `"client":"`+client+`"`)
	}
}

type SyncBuffer struct {
	mu  sync.Mutex
	Buf bytes.Buffer
}

func (b *SyncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buf.Write(p)
}

func (b *SyncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buf.String()
}

// Count is an option that counts the calls that have begun and ended.
func Count() (outbound.Option, func() (begun, ended int64)) {
	var begun, ended atomic.Int64
	o := outbound.Observer{
		Begin: func(ctx context.Context, _ middleware.Call) context.Context { begun.Add(1); return ctx },
		End:   func(middleware.Call, outbound.CallResult) { ended.Add(1) },
	}
	return outbound.WithObserver(o), func() (int64, int64) { return begun.Load(), ended.Load() }
}
