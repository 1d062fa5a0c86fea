package layertest

import (
	"bytes"
	"context"
	"runtime/pprof"
	"strconv"
	"sync/atomic"
)

// A goroutine inherits the profiler's labels from the one that started it, so
// that the layer's are told from all others, other tests' included.
const label = "layertest"

var tokens atomic.Int64

func newToken() string { return "exchange-" + strconv.FormatInt(tokens.Add(1), 10) }

// labelled starts f on a goroutine that carries the token.
func labelled(token string, f func()) {
	go pprof.Do(context.Background(), pprof.Labels(label, token), func(context.Context) { f() })
}

// running reports whether a goroutine with the token is left.
func running(token string) bool {
	var profile bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&profile, 1); err != nil {
		return false
	}
	return bytes.Contains(profile.Bytes(), []byte(`"`+label+`":"`+token+`"`))
}
