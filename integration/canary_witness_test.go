package integration_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
	"example.com/outbound/retry"
)

// canary stands for a secret, with the place it was put behind it. It needs no
// escape anywhere, so that it looks the same wherever it turns up.
const canary = "c4n4ry"

// secret is the canary of a place.
func secret(place string) string { return canary + "-" + place }

// basic is what the canary looks like in Basic credentials.
func basic(place string) string {
	return base64.StdEncoding.EncodeToString([]byte("user:" + secret(place)))
}

// witness hears all that is said of one call.
type witness struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write takes a line of the log.
func (w *witness) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

// note writes down err and all that is in it.
func (w *witness) note(what string, err error) {
	if err != nil {
		_, _ = fmt.Fprintf(w, "%s: %s\n", what, shownTree(err))
	}
}

// options let the client log everything and tell of every retry. With params the
// query is in the log, as far as the names in it promise no secret.
func (w *witness) options(params bool) []outbound.Option {
	log := []logging.Option{
		logging.Level(zerolog.TraceLevel), logging.Attempts(zerolog.TraceLevel), logging.Bodies(64 << 10), logging.Curl(),
		logging.Headers("Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key"), // which stay hidden
	}
	if params {
		log = append(log, logging.Params())
	}
	policy := atOnce(2)
	policy.Observe = func(e retry.Event) {
		_, _ = fmt.Fprintf(w, "event: %s\n", shown(e))
		w.note("event", e.Err)
	}
	return []outbound.Option{
		outbound.WithLogger(zerolog.New(w).Level(zerolog.TraceLevel), log...),
		outbound.WithRetry(policy),
		outbound.WithRequestID("X-Request-Id"),
	}
}

// check fails t for every line with a canary in it.
func (w *witness) check(t *testing.T) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.text.Len() == 0 {
		t.Error("nothing was said at all")
	}
	checkLines(t, w.text.String())
}

func checkLines(t *testing.T, text string) {
	t.Helper()
	found := 0
	for line := range strings.SplitSeq(text, "\n") {
		for _, bad := range []string{canary, basic("userinfo"), basic("basic"), basic("proxy"), basic("netrc"), basic("client")} {
			if i := strings.Index(line, bad); i >= 0 {
				t.Errorf("shows %.40s in …%s", line[i:], line[max(0, i-300):min(len(line), i+60)])
				found++
				break
			}
		}
		if found == 5 { // the rest is more of the same
			return
		}
	}
}

// mustFail notes err, and fails t if there is none.
func (w *witness) mustFail(t *testing.T, what string, err error) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: got no error", what)
	}
	w.note(what, err)
}
