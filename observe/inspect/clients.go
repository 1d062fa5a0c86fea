package inspect

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/outbound"
	"example.com/outbound/internal/redact"
)

// overview is the page of clients.
type overview struct {
	Clients []card
	Isolate bool
	Calls   int
}

// card is what is known of a client.
type card struct {
	Name     string
	Label    string // tells apart clients of one name
	Shared   int    // how many clients have the name, if it is more than one
	BaseURL  string
	Chain    []string
	Figures  []fact
	Kinds    []fact // of the failures, with their numbers
	Origins  []origin
	Settings []setting
	client   *outbound.Client
}

type origin struct {
	Name, State, Endpoint string
	Facts                 []fact
	Open                  bool
	CanIsolate            bool
}

type setting struct{ Name, Value, From string }

// watched are the clients with their labels: "billing", "billing (2)".
type watchedClient struct {
	client      *outbound.Client
	name, label string
	shared      int
}

func (i *Inspector) watched() []watchedClient {
	i.mu.Lock()
	clients := slices.Clone(i.clients)
	i.mu.Unlock()
	all := make([]watchedClient, len(clients))
	seen := map[string]int{}
	for n, c := range clients {
		name := nameOf(c)
		seen[name]++
		all[n] = watchedClient{client: c, name: name, label: cmp.Or(name, "client")}
		if k := seen[name]; k > 1 {
			all[n].label = fmt.Sprintf("%s (%d)", all[n].label, k)
		}
	}
	for n := range all {
		if k := seen[all[n].name]; k > 1 {
			all[n].shared = k
		}
	}
	return all
}

// nameOf is the name of a client, as its log value tells it.
func nameOf(c *outbound.Client) string {
	for _, a := range c.LogValue().Group() {
		if a.Key == "client" {
			return a.Value.String()
		}
	}
	return ""
}

func (i *Inspector) overview() overview {
	o := overview{Isolate: i.isolate}
	for _, w := range i.watched() {
		f := i.figures(w.name)
		o.Clients = append(o.Clients, card{
			Name: clean(w.name), Label: w.label, Shared: w.shared, BaseURL: clean(baseURL(w.client)),
			Chain: w.client.Chain(), Figures: f.facts(), Kinds: f.kinds(),
			Origins: i.origins(w.client), Settings: settingsOf(w.client), client: w.client,
		})
		o.Calls += f.calls
	}
	return o
}

// baseURL is that of a client as it may be shown.
func baseURL(c *outbound.Client) string {
	u, err := url.Parse(c.BaseURL())
	if err != nil || c.BaseURL() == "" {
		return ""
	}
	return redact.URL(u)
}

// origins are what a client knows about each origin.
func (i *Inspector) origins(c *outbound.Client) (all []origin) {
	for _, s := range c.Origins() {
		facts := []fact{{"in flight", fmt.Sprint(s.InFlight)}, {"queued", some(s.Queued)}, {"limit", some(s.Limit)}, {"held for", span(s.Held)}}
		if s.Calls > 0 {
			facts = append(facts, fact{"failed", fmt.Sprintf("%d of %d", s.Failures, s.Calls)})
		}
		if !s.Until.IsZero() {
			facts = append(facts, fact{"until", s.Until.Format(time.TimeOnly)})
		}
		open := s.Breaker == "open" || s.Breaker == "forced_open"
		all = append(all, origin{
			Name: clean(s.Origin), State: strings.ReplaceAll(s.Breaker, "_", " "), Endpoint: clean(s.Endpoint), Facts: shown(facts),
			Open: open, CanIsolate: i.isolate && s.Breaker != "",
		})
	}
	return all
}

// figures are those of the calls that are kept, of the clients of a name.
type figures struct {
	calls, active int
	failures      map[string]int
	took          []time.Duration
	first         time.Time
}

func (i *Inspector) figures(client string) figures {
	f := figures{failures: map[string]int{}}
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, c := range i.ring {
		if c.client != client {
			continue
		}
		if f.calls++; f.first.IsZero() {
			f.first = c.start
		}
		switch {
		case !c.done:
			f.active++
			continue
		case c.kind != "":
			f.failures[c.kind]++
		}
		f.took = append(f.took, c.elapsed)
	}
	slices.Sort(f.took)
	return f
}

func (f figures) facts() []fact {
	all := []fact{{"calls", fmt.Sprint(f.calls)}, {"running", some(f.active)}}
	if age := time.Since(f.first); f.calls > 1 && age > 0 {
		all = append(all, fact{"per minute", fmt.Sprintf("%.3g", float64(f.calls)/max(age.Minutes(), 1))})
	}
	if n := len(f.took); n > 0 {
		all = append(all, fact{"p50", short(f.took[(n-1)/2])}, fact{"p95", short(f.took[(n-1)*95/100])})
	}
	return shown(all)
}

func (f figures) kinds() (all []fact) {
	for _, kind := range slices.Sorted(maps.Keys(f.failures)) {
		all = append(all, fact{clean(kind), fmt.Sprint(f.failures[kind])})
	}
	return all
}
