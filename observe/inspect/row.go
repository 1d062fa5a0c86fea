package inspect

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// row is a call in the list of calls.
type row struct {
	ID      uint64 `json:"id"`
	At      string `json:"at"`   // time of day
	Time    string `json:"time"` // RFC 3339
	Client  string `json:"client"`
	Method  string `json:"method"`
	Target  string `json:"target"`  // the path, or its template
	URL     string `json:"url"`     // whole
	Outcome string `json:"outcome"` // the status or the kind
	State   string `json:"state"`   // ok, bad or active
	Kind    string `json:"kind"`
	Took    string `json:"took"`
	Summary string `json:"summary"` // the bars in words
	Sends   string `json:"sends"`
	Bars    []bar  `json:"bars"`
}

// bar is a part of a timeline, in percent of its length.
type bar struct {
	Kind string  `json:"kind"`
	X    float64 `json:"x"`
	W    float64 `json:"w"`
}

// Percent for the attributes of SVG.
func (b bar) Left() string  { return strconv.FormatFloat(b.X, 'f', 2, 64) + "%" }
func (b bar) Width() string { return strconv.FormatFloat(b.W, 'f', 2, 64) + "%" }

// row is the call as of now. The caller holds the lock.
func (c *callRecord) row(now time.Time) row {
	r := row{
		ID: c.id, At: c.start.Format("15:04:05.000"), Time: c.start.Format(time.RFC3339Nano), Client: clean(c.client),
		Method: clean(c.askedMethod()), Target: clean(c.target()), URL: clean(c.askedURL()),
		Outcome: clean(c.outcome()), State: c.state(), Kind: clean(c.kind), Took: short(c.length(now)),
		Sends: count(max(c.sends, len(c.attempts)), "attempt"),
	}
	r.Bars, r.Summary = c.timeline(now)
	return r
}

// askedMethod and askedURL are those of the first request that was sent, else of
// the error.
func (c *callRecord) askedMethod() string {
	if len(c.attempts) > 0 {
		return c.attempts[0].entry.Request.Method
	}
	return c.method
}

func (c *callRecord) askedURL() string {
	if len(c.attempts) > 0 {
		return c.attempts[0].entry.Request.URL
	}
	return c.url
}

// target is the path of the call, its template if it has parameters.
func (c *callRecord) target() string {
	if strings.Contains(c.template, "{") {
		return c.template
	}
	if u, err := url.Parse(c.askedURL()); err == nil && u.Path != "" {
		target := u.EscapedPath()
		if u.RawQuery != "" {
			target += "?" + u.RawQuery
		}
		return target
	}
	return cmp.Or(c.template, c.askedURL(), "/")
}

func (c *callRecord) outcome() string {
	switch {
	case !c.done:
		return "running"
	case c.status != 0 && c.kind != "" && !strings.HasSuffix(c.kind, "_status") && c.kind != "rate_limited":
		return strconv.Itoa(c.status) + " " + c.kind
	case c.status != 0:
		return strconv.Itoa(c.status)
	}
	return cmp.Or(c.kind, "ok")
}

func (c *callRecord) state() string {
	switch {
	case !c.done:
		return "active"
	case c.kind != "":
		return "bad"
	}
	return "ok"
}

// length is how long the call has taken by now.
func (c *callRecord) length(now time.Time) time.Duration {
	if c.done {
		return c.elapsed
	}
	return now.Sub(c.start)
}

// timeline is the bars of the call: each attempt until its headers, its body, and
// the waits; and the same in words.
func (c *callRecord) timeline(now time.Time) (bars []bar, words string) {
	whole := max(c.length(now), time.Microsecond)
	type step struct {
		at   time.Time
		text string
	}
	var steps []step
	for _, a := range c.attempts {
		at := a.start.Sub(c.start)
		if !a.done {
			bars = append(bars, part("active", at, now.Sub(a.start), whole))
			steps = append(steps, step{a.start, "running"})
			continue
		}
		bars = append(bars, part(a.state(), at, a.headers, whole))
		if body := a.total - a.headers; body > 0 {
			bars = append(bars, part("body", at+a.headers, body, whole))
		}
		steps = append(steps, step{a.start, fmt.Sprintf("%s after %s", a.outcome(), short(a.headers))})
	}
	for _, w := range c.waits {
		length := c.waited(w, now)
		bars = append(bars, part("wait", w.start.Sub(c.start), length, whole))
		steps = append(steps, step{w.start, "wait " + short(length)})
	}
	slices.SortStableFunc(bars, func(a, b bar) int { return cmp.Compare(a.X, b.X) })
	slices.SortStableFunc(steps, func(a, b step) int { return a.at.Compare(b.at) })
	texts := make([]string, len(steps))
	for i, s := range steps {
		texts[i] = s.text
	}
	return bars, clean(cmp.Or(strings.Join(texts, ", "), "nothing was sent"))
}

// waited is how long a wait has lasted: until the next attempt, or without one as
// long as planned, at most until the end of the call, or now.
func (c *callRecord) waited(w wait, now time.Time) time.Duration {
	for _, a := range c.attempts {
		if a.number > w.after && !a.start.Before(w.start) {
			return a.start.Sub(w.start)
		}
	}
	return max(min(c.start.Add(c.length(now)).Sub(w.start), w.length), 0)
}

func (a *attempt) state() string {
	if a.entry.Kind != "" {
		return "bad"
	}
	return "ok"
}

func (a *attempt) outcome() string {
	e := a.entry
	switch {
	case !a.done:
		return "running"
	case e.Response.Status == 0:
		return cmp.Or(e.Kind, "no answer")
	case e.Kind == "body" || e.Kind == "timeout":
		return strconv.Itoa(e.Response.Status) + " " + e.Kind
	}
	return strconv.Itoa(e.Response.Status)
}

// part is a bar from at on within whole.
func part(kind string, at, length, whole time.Duration) bar {
	percent := func(d time.Duration) float64 {
		return min(max(float64(d)/float64(whole)*100, 0), 100)
	}
	x := percent(at)
	return bar{kind, x, min(percent(length), 100-x)}
}
