package httperror

import "strings"

// limitOptions say what sets a limit, by the beginning of its text in
// [Error.Limit].
var limitOptions = []struct{ limit, option string }{
	{"attempt timeout ", "set by WithAttemptTimeout"},
	{"attempts ", "set by WithRetry (Policy.Attempts)"},
	{"body idle timeout ", "set by WithBodyIdleTimeout or BodyIdle"},
	{"breaker open ", "set by WithBreaker (Policy.OpenFor)"},
	{"call timeout ", "set by WithTimeout or Timeout"},
	{"caller's deadline", "set by the context of the caller"},
	{"hold ", "set by WithGate (Gate.MaxHold)"},
	{"max elapsed ", "set by WithRetry (Policy.MaxElapsed)"},
	{"name lookups ", "a fixed rule"},
	{"rate ", "set by WithRateLimit"},
	{"redirects ", "set by WithMaxRedirects"},
	{"response limit ", "set by WithMaxResponseBytes"},
	{"retries of class ", "set by WithRetry (Policy.Limits)"},
	{"retry budget ", "set by WithRetry (Policy.Budget)"},
	{"slots ", "set by WithConcurrency"},
	{"TLS handshake timeout ", "set by WithTransportConfig"},
	{"waits ", "set by WithRetry (Policy.Wait)"},
}

// limitText is the limit as it is configured, and what sets it.
func (e *Error) limitText() string {
	if e.Limit == "" {
		return "none was reached"
	}
	for _, l := range limitOptions {
		if strings.HasPrefix(e.Limit, l.limit) {
			return line(e.Limit) + ", " + l.option
		}
	}
	return line(e.Limit)
}

// limitIs reports whether the limit that has ended the call is the one named.
func (e *Error) limitIs(name string) bool { return strings.HasPrefix(e.Limit, name) }

// limitValue is what is configured for the limit ("900ms"), "" if that is not known.
func (e *Error) limitValue(name string) string {
	return line(strings.TrimSpace(strings.TrimPrefix(e.Limit, name)))
}
