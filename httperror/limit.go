package httperror

import "strings"

// limitOptions are the options that set a limit, by the beginning of its text in
// [Error.Limit].
var limitOptions = []struct{ limit, option string }{
	{"attempts ", "WithRetry"},
	{"attempt timeout ", "WithAttemptTimeout"},
	{"body idle timeout ", "WithBodyIdleTimeout"},
	{"breaker open ", "WithBreaker"},
	{"call timeout ", "WithTimeout"},
	{"max elapsed ", "Policy.MaxElapsed"},
	{"redirects ", "WithMaxRedirects"},
	{"response limit ", "WithMaxResponseBytes"},
	{"retry budget ", "Policy.Budget"},
}

// limitOption is the option that sets the limit that ended the call, "" if that
// is not known.
func (e *Error) limitOption() string {
	for _, l := range limitOptions {
		if strings.HasPrefix(e.Limit, l.limit) {
			return l.option
		}
	}
	return ""
}

// limitText is the limit as it is configured, and the option that sets it.
func (e *Error) limitText() string {
	s := line(e.Limit)
	if o := e.limitOption(); o != "" {
		s += ", " + o
	}
	return s
}
