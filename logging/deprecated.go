package logging

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/internal/callinfo"
	"example.com/outbound/internal/origin"
	"example.com/outbound/internal/redact"
)

// maxTold is the most origins and templates for which a Logger remembers that it
// has warned. It warns of no further one.
const maxTold = 1000

// told remembers what was warned of. Its zero value has warned of nothing.
type told struct {
	mu  sync.Mutex
	all map[string]bool
}

// first reports whether key is told for the first time.
func (t *told) first(key string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all[key] || len(t.all) >= maxTold {
		return false
	}
	if t.all == nil {
		t.all = map[string]bool{}
	}
	t.all[key] = true
	return true
}

// deprecated warns that a server is going to take away what call has asked it for
// (Deprecation: RFC 9745; Sunset: RFC 8594), once for an origin and a template of
// its paths.
func (l *Logger) deprecated(call *callinfo.Call) {
	deprecation, sunset := call.Header["Deprecation"], call.Header["Sunset"]
	if len(deprecation) == 0 && len(sunset) == 0 {
		return
	}
	req := call.Last()
	if req == nil || req.URL == nil || l.demand {
		return
	}
	own, ok := l.at(call, zerolog.WarnLevel)
	if !ok || !l.told.first(origin.Key(req.URL)+" "+req.Method+" "+template(call, req)) {
		return
	}
	e := l.begin(call, zerolog.WarnLevel, own)
	target(e, req)
	text(e, "deprecation", date(deprecation))
	text(e, "sunset", date(sunset))
	text(e, "request_id", call.RequestID())
	e.Msg("deprecated")
}

// template is what requests to one resource have in common: the operation of call,
// or the path with a placeholder for every part that looks like an ID.
func template(call *callinfo.Call, req *http.Request) string {
	if call.Options.Operation != "" {
		return call.Options.Operation
	}
	parts := strings.Split(req.URL.Path, "/")
	for i, part := range parts {
		number := part != "" && strings.Trim(part, "0123456789") == ""
		if number || len(part) >= 16 && strings.ContainsAny(part, "0123456789") {
			parts[i] = "{}"
		}
	}
	return strings.Join(parts, "/")
}

// date is the date of a field: an HTTP-date, or "@" and the seconds since 1970
// (RFC 9651, section 3.3.7). A value that is none, such as the "true" of early
// drafts, is shown as it is, at most 64 bytes of it.
func date(values []string) string {
	if len(values) == 0 {
		return ""
	}
	value := values[0]
	if at, err := http.ParseTime(value); err == nil {
		return at.UTC().Format(time.RFC3339)
	}
	if seconds, found := strings.CutPrefix(value, "@"); found {
		if n, err := strconv.ParseInt(seconds, 10, 64); err == nil {
			return time.Unix(n, 0).UTC().Format(time.RFC3339)
		}
	}
	return redact.Text(strings.ToValidUTF8(value[:min(len(value), 64)], ""))
}
