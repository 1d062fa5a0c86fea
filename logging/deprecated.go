package logging

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/origin"
)

// maxWarned is the most resources that a Logger warns of: it remembers them all.
const maxWarned = 1000

// warned is the set of resources that were warned of. The zero value is empty.
type warned struct {
	mu  sync.Mutex
	all map[string]bool
}

// first adds key and reports whether it is new and there was room for it.
func (w *warned) first(key string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.all[key] || len(w.all) >= maxWarned {
		return false
	}
	if w.all == nil {
		w.all = map[string]bool{}
	}
	w.all[key] = true
	return true
}

// isDeprecated reports whether a response with the header h says that its resource is
// deprecated (Deprecation field, RFC 9745) or will be removed (Sunset field, RFC 8594).
func isDeprecated(h http.Header) bool { return len(h["Deprecation"])+len(h["Sunset"]) > 0 }

// deprecated writes the warning of a response with the header h: one per origin,
// method and template.
func (l *Logger) deprecated(record *call.Call, req *http.Request, h http.Header) {
	if l.demand || !l.wants(record) {
		return
	}
	own, ok := l.loggerFor(record, zerolog.WarnLevel)
	if !ok || !l.warned.first(origin.Key(req.URL)+" "+req.Method+" "+template(record, req)) {
		return
	}
	e := l.begin(record, zerolog.WarnLevel, own)
	l.target(e, req)
	text(e, "deprecation", l.date(h["Deprecation"]))
	text(e, "sunset", l.date(h["Sunset"]))
	text(e, "request_id", record.RequestID())
	e.Msg("deprecated")
}

// template returns what requests to the same resource have in common: the operation
// of call, else the path with a placeholder for each part that looks like an ID.
func template(record *call.Call, req *http.Request) string {
	if record.Options.Operation != "" {
		return record.Options.Operation
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

// date returns the date of a field in the form of RFC 3339. The field has an
// HTTP-date, or "@" and the seconds since 1970 (RFC 9651, section 3.3.7). Any other
// value, such as the "true" of early drafts, is returned as it is, cut at 64 bytes.
func (l *Logger) date(values []string) string {
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
	return l.masker().Text(strings.ToValidUTF8(value[:min(len(value), 64)], ""))
}
