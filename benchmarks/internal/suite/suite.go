// Package suite runs the cases on the peers and keeps what was measured.
package suite

import (
	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/peer"
)

// Row is what one peer needs for one case. What a table does not measure is zero.
type Row struct {
	Peer  string
	Times measure.Times
	Cost  measure.Cost
	Peak  float64 // bytes: the heap at its highest
	Dials int64
	Held  measure.Flight // by one call in flight
}

// Table is one case on one backend. The first row is the base line.
type Table struct {
	Case cases.Case
	Rows []Row
}

// Row returns the row of a peer, the zero Row if it did not take part.
func (t Table) Row(name string) Row {
	for _, r := range t.Rows {
		if r.Peer == name {
			return r
		}
	}
	return Row{}
}

// Results is everything that one run has measured.
type Results struct {
	Memory   []Table // the small cases, in memory
	Loopback []Table // the small cases on the loopback interface
	Bodies   []Table // the big bodies, in memory
	Crowds   []Table // many callers at once, on the loopback interface
	Flight   Table   // calls in flight, in memory
	Layers   []Layer
	Bills    []Bill
	Decoder  measure.Cost // of json.Unmarshal alone on the big list
	Least    measure.Cost // of parity, on top of net/http's call
	Events   Events
}

// Suite is how to run. It is used once.
type Suite struct {
	Race measure.Race
	Say  func(format string, args ...any) // progress
	err  firstError
}

// Run measures everything. A failing call is an error: a client that does not
// do its work has no time.
func (s *Suite) Run() (Results, error) {
	var r Results
	for _, c := range cases.Calls() {
		s.Say("in memory: %s", c.Name)
		r.Memory = append(r.Memory, s.memory(c))
	}
	for _, c := range cases.Bodies() {
		s.Say("in memory: %s", c.Name)
		r.Bodies = append(r.Bodies, s.memory(c))
	}
	r.Decoder, r.Least = decoder(), Least()
	s.Say("in memory: events")
	events, err := MeasureEvents()
	if err != nil {
		s.err.set(err)
	}
	r.Events = events
	server := backend.NewLoopback()
	defer server.Close()
	for _, c := range cases.Calls() {
		s.Say("on loopback: %s", c.Name)
		r.Loopback = append(r.Loopback, s.loopback(c, server.URL()))
	}
	for _, mode := range []peer.Mode{peer.Bare, peer.Full} {
		c := crowded(mode)
		s.Say("on loopback: %s", c.Name)
		r.Crowds = append(r.Crowds, s.crowd(c, server.URL()))
	}
	s.Say("in memory: %d calls in flight", inFlight)
	r.Flight = s.flight()
	s.Say("in memory: layer by layer")
	r.Layers = s.layers()
	s.Say("in memory: who allocates")
	r.Bills = s.bills()
	return r, s.err.get()
}
