package measure

import "runtime"

// Peak follows the heap while an operation runs. Call [Peak.Look] often, best
// at every read of the body: each look notes how far the heap has grown and
// then collects the garbage, so that only what is alive, and what was made
// since the look before, counts. Not safe for concurrent use.
type Peak struct {
	start, high uint64
	stats       runtime.MemStats
}

// NewPeak returns a Peak that starts from the heap as it is.
func NewPeak() *Peak {
	p := new(Peak)
	runtime.GC()
	runtime.GC() // the second empties the pools' victims
	runtime.ReadMemStats(&p.stats)
	p.start = p.stats.HeapAlloc
	return p
}

// Look notes the heap and collects the garbage.
func (p *Peak) Look() {
	p.note()
	runtime.GC()
}

// High returns the growth of the heap at its highest, now included.
func (p *Peak) High() uint64 {
	p.note()
	return p.high
}

func (p *Peak) note() {
	runtime.ReadMemStats(&p.stats)
	if now := p.stats.HeapAlloc; now > p.start {
		p.high = max(p.high, now-p.start)
	}
}
