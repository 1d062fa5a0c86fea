package inspect

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// filter is which calls are asked for. The zero value asks for all.
type filter struct {
	Client string // its name
	Kind   string // a kind of failure; "ok", "failed" or "active"
	Text   string // in the method, URL, template or outcome
}

func filterOf(q url.Values) filter {
	return filter{q.Get("client"), q.Get("kind"), strings.TrimSpace(q.Get("q"))}
}

// states are the kinds that name no failure.
var states = []string{"ok", "failed", "active"}

func (f filter) matches(r row) bool {
	switch {
	case f.Client != "" && r.Client != f.Client:
		return false
	case f.Kind == "failed" && r.State != "bad", f.Kind == "ok" && r.State != "ok", f.Kind == "active" && r.State != "active":
		return false
	case f.Kind != "" && !slices.Contains(states, f.Kind) && r.Kind != f.Kind:
		return false
	}
	text := strings.ToLower(strings.Join([]string{r.Method, r.Target, r.URL, r.Outcome, r.Client}, " "))
	return strings.Contains(text, strings.ToLower(f.Text))
}

// calls are the rows that match f, the newest first, and the number of the last
// change.
func (i *Inspector) calls(f filter) (rows []row, changes uint64) {
	now := time.Now()
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, c := range slices.Backward(i.ring) {
		if r := c.row(now); f.matches(r) {
			rows = append(rows, r)
		}
	}
	return rows, i.changes
}

// changed are the rows of the calls that have changed after a change, the oldest
// change first, and the number of the last one.
func (i *Inspector) changed(after uint64) (rows []row, changes uint64) {
	now := time.Now()
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, c := range i.ring {
		if c.changed > after {
			rows = append(rows, c.row(now))
		}
	}
	return rows, i.changes
}

// call is the page of the call with the ID, ok false if it is not kept.
func (i *Inspector) call(id uint64) (d detail, ok bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, c := range i.ring {
		if c.id == id {
			return c.detail(time.Now()), true
		}
	}
	return detail{}, false
}
