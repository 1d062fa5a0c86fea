package peer

import (
	"net/http"
	"sync/atomic"
)

// begun and ended count the calls of all clients under [Observed].
var begun, ended atomic.Int64

// Counts returns how many calls have begun and how many have ended under the
// mode of that name.
func Counts() (calls, over int64) { return begun.Load(), ended.Load() }

// observed counts the calls of f, as the caller of a client without hooks does.
func observed(f do) do {
	return func(req *http.Request) (*http.Response, error) {
		begun.Add(1)
		resp, err := f(req)
		ended.Add(1)
		return resp, err
	}
}
