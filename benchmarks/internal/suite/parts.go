package suite

import (
	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/measure"
)

// Suite is how to run.
type Suite struct {
	Race measure.Race
	Say  func(format string, args ...any) // progress
	err  firstError
}

// parts are what a run can be cut into, each of a few minutes at most.
var parts = []struct {
	name string
	run  func(*Suite, *Results)
}{
	{"memory", func(s *Suite, r *Results) { r.Memory = s.each("in memory", cases.Calls(), s.memory) }},
	{"bodies", func(s *Suite, r *Results) { r.Bodies = s.each("in memory", cases.Bodies(), s.memory) }},
	{"loopback", func(s *Suite, r *Results) {
		server := backend.NewLoopback()
		defer server.Close()
		r.Loopback = s.each("on loopback", cases.Calls(), func(c cases.Case) Table { return s.loopback(c, server.URL()) })
	}},
	{"crowds", func(s *Suite, r *Results) {
		server := backend.NewLoopback()
		defer server.Close()
		r.Crowds = s.each("on loopback", Crowds(), func(c cases.Case) Table { return s.crowd(c, server.URL()) })
	}},
	{"callers", func(s *Suite, r *Results) { r.Callers = s.callers() }},
	{"origins", func(s *Suite, r *Results) { r.Origins = s.origins() }},
	{"start", func(s *Suite, r *Results) { r.Start = s.start() }},
	{"lists", func(s *Suite, r *Results) { r.Lists = s.each("in memory", cases.Lists(), s.lists) }},
	{"long", func(s *Suite, r *Results) { r.Long = s.long() }},
	{"events", func(s *Suite, r *Results) {
		events, err := MeasureEvents()
		if err != nil {
			s.err.set(err)
		}
		r.Events = events
	}},
	{"counts", func(s *Suite, r *Results) {
		r.Layers, r.Bills, r.Decoder, r.Least = s.layers(), s.bills(), decoder(), Least()
	}},
}

// Parts returns the names of the parts.
func Parts() (names []string) {
	for _, p := range parts {
		names = append(names, p.name)
	}
	return names
}

// Run measures one part and leaves the rest of r as it is. A failing call is an
// error: a client that does not do its work has no time.
func (s *Suite) Run(part string, r *Results) error {
	for _, p := range parts {
		if p.name == part {
			s.Say("%s", part)
			p.run(s, r)
		}
	}
	return s.err.get()
}

// each runs the cases one after another.
func (s *Suite) each(where string, all []cases.Case, run func(cases.Case) Table) (tables Tables) {
	for _, c := range all {
		s.Say("  %s: %s", where, c.Name)
		tables = append(tables, run(c))
	}
	return tables
}

// Missing returns the parts that r has not.
func (r Results) Missing() (names []string) {
	for i, has := range []bool{
		r.Memory != nil, r.Bodies != nil, r.Loopback != nil, r.Crowds != nil, r.Callers != nil,
		r.Origins != nil, r.Start != nil, r.Lists != nil, r.Long != nil, r.Events.Rate > 0, r.Layers != nil,
	} {
		if !has {
			names = append(names, parts[i].name)
		}
	}
	return names
}
