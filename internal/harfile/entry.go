package harfile

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"example.com/outbound/internal/redact"
	"example.com/outbound/observe"
)

// The most bytes of an address and of an error that an entry holds.
const (
	maxURL  = 4 << 10
	maxText = 4 << 10
)

// Of is the entry of an attempt that has ended now. The values that names or the
// built-in list hide are hidden.
func Of(r observe.AttemptResult, now time.Time, names *redact.Names) Entry {
	e := Entry{
		Started:  now.Add(-r.Total),
		Request:  requestOf(r, names),
		Response: responseOf(r, names),
		Timings:  timingsOf(r),
		Attempt:  r.Number,
		Kind:     string(r.Kind),
		Reason:   r.Reason,
		Hedge:    r.Hedge,
		Replayed: r.Replayed,
		Endpoint: Short(names.RawURL(r.Endpoint), maxURL),
		Reused:   r.Phases.Reused,
	}
	e.Time = e.Timings.Sum()
	if r.Phases.Remote.IsValid() {
		e.ServerIP = r.Phases.Remote.Addr().Unmap().WithZone("").String()
	}
	if r.Err != nil {
		e.Error = Short(names.Error(r.Err).Error(), maxText)
	}
	return e
}

// Asked is the entry of an attempt that goes on: of what is sent, without fields.
func Asked(req *http.Request, names *redact.Names) Entry {
	r := observe.AttemptResult{Request: &http.Request{Method: req.Method, URL: req.URL}, Sent: -1}
	return Entry{Started: time.Now(), Request: requestOf(r, names)}
}

func requestOf(r observe.AttemptResult, names *redact.Names) Request {
	out := Request{HTTPVersion: cmp.Or(r.Proto, "HTTP"), Cookies: []Pair{}, Headers: []Pair{}, QueryString: []Pair{}, HeadersSize: -1, BodySize: r.Sent}
	if r.Request == nil {
		return out
	}
	shown := names.URL(r.Request.URL)
	out.Method = cmp.Or(Short(r.Request.Method, maxName), http.MethodGet)
	out.URL = Short(shown, maxURL)
	out.Headers = fields(r.Request.Header, names)
	out.QueryString = query(shown)
	return out
}

func responseOf(r observe.AttemptResult, names *redact.Names) Response {
	out := Response{Status: r.Status, HTTPVersion: cmp.Or(r.Proto, "HTTP"), Cookies: []Pair{}, Headers: []Pair{}, HeadersSize: -1, BodySize: -1}
	if r.Response == nil {
		return out
	}
	phrase := strings.TrimPrefix(r.Response.Status, strconv.Itoa(r.Status))
	out.StatusText = redact.Masker{Names: names}.Text(Short(strings.TrimSpace(phrase), maxName))
	out.Headers = fields(r.Response.Header, names)
	out.BodySize = r.Received
	out.Content = Content{Size: r.Received, MimeType: Short(r.Response.Header.Get("Content-Type"), maxName)}
	if l := r.Response.Header.Get("Location"); l != "" {
		out.RedirectURL = Short(names.RawURL(l), maxURL)
	}
	return out
}

// query is the query of a URL that was redacted.
func query(shown string) []Pair {
	pairs := []Pair{}
	_, raw, _ := strings.Cut(shown, "?")
	for pair := range strings.SplitSeq(raw, "&") {
		if len(pairs) == maxFields || pair == "" {
			break
		}
		name, value, _ := strings.Cut(pair, "=")
		pairs = append(pairs, Pair{Short(unescaped(name), maxName), Short(unescaped(value), maxValue)})
	}
	return pairs
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}
