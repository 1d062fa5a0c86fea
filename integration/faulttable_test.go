package integration_test

import (
	"slices"
	"testing"

	"example.com/outbound"
)

// TestFaults provokes every fault of the table with GET and POST on each way
// into the client.
func TestFaults(t *testing.T) {
	for _, f := range faults() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			for _, method := range methods {
				for _, way := range ways {
					t.Run(method+" "+way.name, func(t *testing.T) {
						f.check(t, method, way)
					})
				}
			}
		})
	}
}

func (f fault) check(t *testing.T, method string, w way) {
	s := f.provoke(t)
	c, err := outbound.New(append(everyRow(), s.opts...)...)
	if err != nil {
		t.Fatalf("outbound.New: %v", err)
	}
	s.prepare(t, c)
	before := 0
	if s.warm {
		before = s.seen.Count()
	}

	_, err = w.call(t, c, method, s)

	want := f.get
	if method == "POST" {
		want = f.post
	}
	if w.raw && slices.Contains(f.handedOver, method) {
		want = want.checkHandedOver(t, err)
	} else {
		want.checkError(t, err, w, f.content)
	}
	if s.seen != nil {
		want.checkRequests(t, s.seen.Count()-before)
	}
	if s.after != nil {
		s.after(t)
	}
	s.checkEnd(t, c)
}
