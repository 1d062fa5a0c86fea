package suite

import (
	"context"
	"net/http"
	"strings"

	"example.com/outbound/benchmarks/internal/measure"
)

// Least is what parity needs on top of net/http's call whatever the client: a
// layer must not write to its caller's request, so that there is a copy of it
// with a header of its own, three fields in that, and the request ID.
func Least() measure.Cost {
	given, err := http.NewRequestWithContext(context.Background(), http.MethodGet, inMemory, nil)
	if err != nil {
		panic(err) // the URL is a constant
	}
	same := []string{"the same for every call"}
	return measure.Allocs(300, func() {
		req := new(http.Request)
		*req = *given
		req.Header = make(http.Header, 1)
		req.Header["User-Agent"], req.Header["Authorization"] = same, same
		req.Header["X-Request-Id"] = same
		kept, id = req, strings.Repeat("x", 36) // a UUID
	})
}

// kept and id keep what was made from being optimized away.
var (
	kept *http.Request //nolint:unused // only written
	id   string        //nolint:unused // only written
)
