package suite

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/peer"
)

// Bill is who allocates during one operation. The profile counts the blocks of
// small pieces without pointers, such as short strings, and not the pieces; the
// last item makes up for that.
type Bill struct {
	Way   string
	Case  string
	Items []Item
}

// Item is what one function allocates on behalf of its owner.
type Item struct {
	Owner   string // "outbound", "resty", "net/http", "encoding/json", …
	Place   string // function, file and line
	Objects float64
	Bytes   float64
}

// Total sums everything up.
func (b Bill) Total() (objects, bytes float64) {
	for _, i := range b.Items {
		objects, bytes = objects+i.Objects, bytes+i.Bytes
	}
	return objects, bytes
}

// Sum is what belongs to owner.
func (b Bill) Sum(owner string) (objects, bytes float64) {
	for _, i := range b.Items {
		if i.Owner == owner {
			objects, bytes = objects+i.Objects, bytes+i.Bytes
		}
	}
	return objects, bytes
}

// BillOf profiles one way through one case.
func BillOf(p peer.Peer, c cases.Case) (Bill, error) {
	client := p.New(c.Mode, peer.Setup{Base: new(backend.Memory), URL: inMemory, Log: io.Discard})
	var failed error
	call := func() {
		if err := c.Call(context.Background(), client); err != nil {
			failed = err
		}
	}
	sites := measure.Sites(300, call)
	sums := make(map[[2]string]Item)
	for _, s := range sites {
		owner, place := own(s)
		if owner == "" {
			continue
		}
		i := sums[[2]string{owner, place}]
		sums[[2]string{owner, place}] = Item{owner, place, i.Objects + s.Objects, i.Bytes + s.Bytes}
	}
	b := Bill{Way: p.Name, Case: c.Name}
	for _, i := range sums {
		b.Items = append(b.Items, i)
	}
	slices.SortFunc(b.Items, func(x, y Item) int {
		return cmp.Or(strings.Compare(x.Owner, y.Owner), cmp.Compare(y.Objects, x.Objects), strings.Compare(x.Place, y.Place))
	})
	exact := measure.Allocs(300, call)
	objects, bytes := b.Total()
	b.Items = append(b.Items, Item{"short strings and the like", "in blocks counted above", float64(exact.Allocs) - objects, float64(exact.Bytes) - bytes})
	return b, failed
}

// bills profiles outbound's ways, and what they are compared with.
func (s *Suite) bills() []Bill {
	var all []Bill
	for _, x := range []struct {
		way string
		c   cases.Case
	}{
		{"outbound HTTP()", cases.Plain},
		{"outbound HTTP()", cases.Parity},
		{"outbound R()", cases.Parity},
		{"outbound Get[T]", cases.Parity},
		{"outbound HTTP()", cases.Flaky},
		{"resty v2", cases.Parity},
	} {
		p, err := peer.Named(x.way)
		if err != nil {
			s.err.set(err)
			continue
		}
		b, err := BillOf(p, x.c)
		if err != nil {
			s.err.set(err)
		}
		all = append(all, b)
	}
	return all
}
