package suite

import (
	"slices"

	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/peer"
)

// decoding are the peers that take another codec, or leave it to their caller.
var decoding = []string{"net/http", "outbound Get[T]", "outbound R()", "resty v2", "req v3"}

// lists measures one size with each codec.
func (s *Suite) lists(c cases.Case) Table {
	var all []entry
	for _, p := range peer.All() {
		if !slices.Contains(decoding, p.Name) {
			continue
		}
		codecs := peer.Codecs()
		if p.Name == "net/http" {
			codecs = slices.Insert(codecs, 1, peer.Codec{Name: "json.Decoder", Marshal: peer.Standard.Marshal})
		}
		for _, codec := range codecs {
			client := newClient(p, c, inMemory, peer.Setup{Base: new(backend.Memory), Codec: &codec})
			all = append(all, entry{p.Name + ", " + codec.Name, s.calling(c, p.Name, client)})
		}
	}
	t := Table{Case: c, Rows: s.race(c, all)}
	for i := range t.Rows {
		t.Rows[i].Cost = measure.Allocs(300, all[i].call)
	}
	return t
}
