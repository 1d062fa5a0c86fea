// Layers draws docs/chain.svg: every layer of the chain in its order. The names and
// the order are those of Client.Chain.
//
//	go generate ./docs
package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"slices"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
)

func main() {
	text, err := picture()
	if err == nil {
		err = os.WriteFile("chain.svg", []byte(text), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// jobs says what each layer does, in a few words.
var jobs = map[string]string{
	"deadline":        "bounds the whole call",
	"headers":         "default header fields",
	"request-id":      "one ID per call",
	"idempotency-key": "one key per POST or PATCH",
	perCall:           "WithLayer(PerCall, …)",
	"log":             "one line per call",
	"retry":           "decides on further attempts",
	"breaker":         "refuses while the server fails",
	"gate":            "waits as the server asks",
	"rate-limit":      "waits for its turn",
	"concurrency":     "waits for a free slot",
	"attempt-timeout": "bounds one attempt",
	perAttempt:        "WithLayer(PerAttempt, …)",
	"deadline-header": "tells the server the time left",
	"observe":         "traces and metrics",
	"auth":            "credentials and signatures",
	"log-attempts":    "lines at the level debug",
	"classify":        "gives each error its kind",
	"transport":       "connections, TLS; or a mock",
}

// perCall and perAttempt are placeholders of the user's own layers.
const (
	perCall    = "yours, per call"
	perAttempt = "yours, per attempt"
)

func watch(_ context.Context, req *http.Request) (*http.Request, func(outbound.AttemptResult)) {
	return req, nil
}

// chains returns the layers of a client with everything on, and those of Standard.
func chains() (all, standard []string, err error) {
	pass := func(next http.RoundTripper) http.RoundTripper { return next }
	full, err := outbound.New(
		outbound.Standard(),
		outbound.WithBaseURL("https://api.example.com"),
		outbound.WithIdempotencyKeys(),
		outbound.WithLogger(logging.Slog(slog.Default())),
		outbound.WithBreaker(breaker.Policy{}),
		outbound.WithGate(limit.Gate{}),
		outbound.WithRateLimit(limit.Rate{N: 100}),
		outbound.WithConcurrency(limit.Concurrency{Max: 100}),
		outbound.WithDeadlineHeader("X-Timeout-Ms"),
		outbound.WithObserver(outbound.Observer{Attempt: watch}),
		outbound.WithAuth(auth.Bearer("token")),
		outbound.WithLayer(middleware.PerCall, perCall, pass),
		outbound.WithLayer(middleware.PerAttempt, perAttempt, pass),
	)
	if err != nil {
		return nil, nil, err
	}
	defer full.Close()
	preset, err := outbound.New(outbound.Standard())
	if err != nil {
		return nil, nil, err
	}
	defer preset.Close()
	all = full.Chain()
	for _, name := range all {
		if jobs[name] == "" {
			return nil, nil, fmt.Errorf("layers: no text for the layer %s", name)
		}
	}
	return slices.DeleteFunc(all, func(n string) bool { return n == "transport" }), preset.Chain(), nil
}
