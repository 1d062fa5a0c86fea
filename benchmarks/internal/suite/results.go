// Package suite runs the cases on the peers and keeps what was measured.
package suite

import (
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/measure"
)

// Row is what one peer needs for one case. What a table does not measure is zero.
type Row struct {
	Peer  string
	Times measure.Times
	Ours  map[string]measure.Spread `json:",omitempty"` // the time of each way of outbound, as a ratio to this peer's
	Cost  measure.Cost
	Heap  float64        `json:",omitempty"` // bytes: at its highest, or what is left alive
	Dials int64          `json:",omitempty"`
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

// Tables is one kind of measurement, case by case.
type Tables []Table

// Of returns the table of a case, the zero Table if it was not measured.
func (t Tables) Of(c cases.Case) Table {
	for _, x := range t {
		if x.Case.Name == c.Name {
			return x
		}
	}
	return Table{}
}

// Results is everything that is measured.
type Results struct {
	Machine  string // where it was measured
	Busy     bool   // with other work beside: its times say nothing
	Memory   Tables // the small cases, in memory
	Bodies   Tables // the big bodies, in memory
	Loopback Tables // the small cases on the loopback interface
	Crowds   Tables // many callers at once, on the loopback interface
	Callers  Tables // 1 to 10 000 callers at once, in memory
	Long     Tables // calls of 10 to 100 000 attempts, in memory
	Origins  Tables // 1 to 10 000 origins, in memory
	Start    Tables // making a client, without and with a first call
	Lists    Tables // decoding answers of three sizes, with three codecs
	Events   Events // of a stream, in memory
	Layers   []Layer
	Bills    []Bill
	Decoder  measure.Cost // of json.Unmarshal alone on the big list
	Least    measure.Cost // of parity, on top of net/http's call
}
