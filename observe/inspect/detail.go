package inspect

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"example.com/outbound/internal/harfile"
)

// detail is the page of a call.
type detail struct {
	row
	Facts    []fact
	Error    string
	Explain  string
	Ticks    []string // of the timeline
	Steps    []lane   // attempts and waits, by time
	Attempts []sent
	Curl     string
	entries  []harfile.Entry
}

type fact struct{ Name, Value string }

// Phases are the kinds of bars that the timeline has.
func (d detail) Phases() (kinds []string) {
	for _, kind := range []string{"dns", "connect", "tls", "send", "first byte", "receive", "wait", "active"} {
		for _, l := range d.Steps {
			if slices.ContainsFunc(l.Bars, func(b bar) bool { return b.Kind == kind }) {
				kinds = append(kinds, kind)
				break
			}
		}
	}
	return kinds
}

// lane is one line of the waterfall.
type lane struct {
	Hop    bool   // a redirect was followed before it
	Label  string // "1", or "wait"
	What   string // the outcome
	State  string
	Took   string
	Words  string
	Bars   []bar
	Number int // of the attempt, 0 for a wait
	at     time.Time
}

// sent is what an attempt has sent and received.
type sent struct {
	Number   int
	What     string
	State    string
	Request  string
	Response string
	Error    string
	Facts    []fact
	Asked    []fact
	Answered []fact
	Body     string // of the request
	Received string // the body of the response
}

// detail is the call as of now. The caller holds the lock.
func (c *callRecord) detail(now time.Time) detail {
	d := detail{row: c.row(now), Error: clean(c.err), Explain: cleanLines(strings.TrimSpace(c.explain)), Facts: c.facts()}
	whole := max(c.length(now), time.Microsecond)
	for n := range 5 {
		d.Ticks = append(d.Ticks, short(whole*time.Duration(n)/4))
	}
	d.Steps = c.lanes(whole, now)
	for _, a := range c.attempts {
		d.Attempts = append(d.Attempts, a.sent())
		if a.done {
			d.entries = append(d.entries, c.entry(a))
		}
	}
	if n := len(c.attempts); n > 0 {
		d.Curl = curl(c.attempts[n-1].entry)
	}
	return d
}

// entry is the entry of an attempt in a HAR file.
func (c *callRecord) entry(a *attempt) harfile.Entry {
	e := a.entry
	e.Call, e.Client, e.Operation, e.Template = c.id, c.client, c.operation, c.template
	return e
}

// facts are what is known of the call as a whole, the empty ones left out.
func (c *callRecord) facts() []fact {
	all := []fact{
		{"Client", c.client}, {"Operation", c.operation}, {"Template", c.template},
		{"Began", c.start.Format("2006-01-02 15:04:05.000 MST")}, {"Request ID", c.requestID},
	}
	if c.done {
		all = append(all,
			fact{"Attempts", fmt.Sprint(c.sends)}, fact{"Redirects", some(c.redirects)}, fact{"Body", size(c.bytes)},
			fact{"Waited", span(c.slept)}, fact{"Held", span(c.held)}, fact{"Gave up", c.reason},
			fact{"Delivery", c.delivery}, fact{"Cache", c.cache})
	}
	return shown(all)
}

// shown are the facts that are known, fit to be printed.
func shown(all []fact) []fact {
	all = slices.DeleteFunc(all, func(f fact) bool { return f.Value == "" })
	for i := range all {
		all[i] = fact{clean(all[i].Name), clean(all[i].Value)}
	}
	return all
}

func some(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

func span(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return short(d)
}

// lanes are the attempts and the waits in the order in which they began.
func (c *callRecord) lanes(whole time.Duration, now time.Time) (all []lane) {
	hop := 0
	for _, a := range c.attempts {
		l := a.lane(c.start, whole, now)
		l.Hop = a.hop > hop
		hop = a.hop
		all = append(all, l)
	}
	for _, w := range c.waits {
		length := c.waited(w, now)
		l := lane{Label: "wait", State: "wait", Took: short(length), at: w.start, Words: "wait of " + short(length),
			Bars: []bar{part("wait", w.start.Sub(c.start), length, whole)}}
		if w.hold > 0 {
			l.What = "the origin is held for " + short(w.hold)
		} else if w.kind != "" {
			l.What = "after " + clean(w.kind)
		}
		all = append(all, l)
	}
	slices.SortStableFunc(all, func(a, b lane) int { return a.at.Compare(b.at) })
	return all
}

func (a *attempt) lane(begin time.Time, whole time.Duration, now time.Time) lane {
	l := lane{Label: fmt.Sprint(a.number), Number: a.number, What: clean(a.outcome()), State: a.state(), at: a.start}
	at := a.start.Sub(begin)
	if !a.done {
		l.State, l.Took, l.Words = "active", short(now.Sub(a.start)), "running"
		l.Bars = []bar{part("active", at, now.Sub(a.start), whole)}
		return l
	}
	l.Took = short(a.total)
	var words []string
	for _, p := range a.phaseList() {
		l.Bars = append(l.Bars, part(p.name, at, p.length, whole))
		words = append(words, p.name+" "+short(p.length))
		at += p.length
	}
	l.Words = strings.Join(words, ", ")
	return l
}

type phase struct {
	name   string
	length time.Duration
}

// phaseList are the phases of an attempt that has ended, in their order.
func (a *attempt) phaseList() (all []phase) {
	t := a.entry.Timings
	for _, p := range []struct {
		name   string
		millis float64
	}{{"dns", t.DNS}, {"connect", t.Connect - max(t.SSL, 0)}, {"tls", t.SSL}, {"send", t.Send}, {"first byte", t.Wait}, {"receive", t.Receive}} {
		if p.millis > 0 {
			all = append(all, phase{p.name, time.Duration(p.millis * float64(time.Millisecond))})
		}
	}
	return all
}

func (a *attempt) sent() sent {
	e := a.entry
	s := sent{
		Number: a.number, What: clean(a.outcome()), State: a.state(),
		Request:  clean(e.Request.Method + " " + e.Request.URL),
		Error:    clean(e.Error),
		Asked:    fieldsOf(e.Request.Headers),
		Answered: fieldsOf(e.Response.Headers),
		Received: cleanLines(e.Response.Content.Text),
	}
	if e.Request.PostData != nil {
		s.Body = cleanLines(e.Request.PostData.Text)
	}
	if !a.done {
		s.State = "active"
		return s
	}
	if e.Response.Status != 0 {
		s.Response = clean(strings.TrimSpace(fmt.Sprintf("%s %d %s", e.Response.HTTPVersion, e.Response.Status, e.Response.StatusText)))
	}
	connection := "new"
	if e.Reused {
		connection = "used before"
	}
	if e.ServerIP == "" {
		connection = ""
	}
	s.Facts = shown([]fact{
		{"Kind", e.Kind}, {"Server", cmp.Or(remote(a), e.ServerIP)}, {"Connection", connection},
		{"Sent", size(e.Request.BodySize)}, {"Received", size(max(e.Response.BodySize, 0))},
		{"Endpoint", e.Endpoint}, {"Hedge", yes(e.Hedge)}, {"Sent again after a 401", yes(e.Replayed)},
	})
	return s
}

func remote(a *attempt) string {
	if a.phases.Remote.IsValid() {
		return a.phases.Remote.String()
	}
	return ""
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

func fieldsOf(pairs []harfile.Pair) []fact {
	all := make([]fact, len(pairs))
	for i, p := range pairs {
		all[i] = fact{clean(p.Name), clean(p.Value)}
	}
	return all
}
