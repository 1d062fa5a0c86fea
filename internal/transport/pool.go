package transport

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Pool is the connections of a base. With a bound on their age, or with root
// certificates in files, they come in generations: a new one begins when the one
// before is too old or the files have changed. Calls in flight finish on the
// connections that they have. It is safe for concurrent use.
type Pool struct {
	config Config
	now    atomic.Pointer[generation]

	mu      sync.Mutex // guards what follows, and the change of a generation
	old     []*http.Transport
	stamps  []stamp
	checked time.Time
}

// generation is a set of connections of one age.
type generation struct {
	*http.Transport
	ends time.Time // zero: never
}

// The most generations whose idle connections are still closed by CloseIdle; the
// idle timeout closes those of older ones.
const keptGenerations = 8

// checkFiles is how often the files of root certificates are looked at.
const checkFiles = 5 * time.Second

func newPool(c Config, t *http.Transport, stamps []stamp) *Pool {
	p := &Pool{config: c, stamps: stamps}
	p.now.Store(&generation{Transport: t})
	return p
}

// Base is the transport that sends requests: net/http's own where there is only one
// generation.
func (p *Pool) Base() http.RoundTripper {
	if p.config.MaxAge == 0 && p.config.RootCAs == nil {
		return p.now.Load().Transport
	}
	return p
}

// RoundTrip sends req on a connection of the present generation.
func (p *Pool) RoundTrip(req *http.Request) (*http.Response, error) {
	return p.generation(time.Now()).RoundTrip(req)
}

// generation is the present one. The clock of the first one begins with its first
// request: a pool that is made outside a test's bubble has its time all the same.
func (p *Pool) generation(now time.Time) *http.Transport {
	g := p.now.Load()
	if age := p.config.MaxAge; age > 0 && (g.ends.IsZero() || now.After(g.ends)) {
		return p.renew(now, g)
	}
	if p.config.RootCAs != nil {
		return p.renewIfChanged(now)
	}
	return g.Transport
}

// renew begins the next generation, or the clock of the first one.
func (p *Pool) renew(now time.Time, was *generation) *http.Transport {
	p.mu.Lock()
	defer p.mu.Unlock()
	g := p.now.Load()
	if g != was {
		return g.Transport
	}
	next := &generation{Transport: g.Transport, ends: now.Add(jitter(p.config.MaxAge))}
	if !g.ends.IsZero() {
		next.Transport = g.Clone()
		p.retire(g.Transport)
	}
	p.now.Store(next)
	return next.Transport
}

// jitter is d ± 10 %: the instances of a fleet do not dial at once.
func jitter(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (0.9 + 0.2*rand.Float64()))
}

// retire keeps the transport of a generation that is over until its calls have
// finished. Idle connections of the generation before that are closed: those of t
// may be about to take a request that has just chosen it.
func (p *Pool) retire(t *http.Transport) {
	for _, old := range p.old {
		old.CloseIdleConnections()
	}
	p.old = append(p.old, t)
	if len(p.old) > keptGenerations {
		p.old = p.old[1:]
	}
}

// renewIfChanged begins the next generation if the root certificates have
// changed. Files that cannot be read keep the last good ones.
func (p *Pool) renewIfChanged(now time.Time) *http.Transport {
	p.mu.Lock()
	defer p.mu.Unlock()
	g := p.now.Load()
	if now.Sub(p.checked) < checkFiles {
		return g.Transport
	}
	p.checked = now
	stamps := stampsOf(p.config.RootCAs)
	if slices.Equal(stamps, p.stamps) {
		return g.Transport
	}
	roots, err := readRootCAs(p.config.RootCAs)
	if err != nil {
		return g.Transport
	}
	p.stamps = stamps
	next := &generation{Transport: g.Clone(), ends: g.ends}
	next.TLSClientConfig.RootCAs = roots
	p.retire(g.Transport)
	p.now.Store(next)
	return next.Transport
}

// AsksForGzip reports whether the transports ask for gzip by themselves.
func (p *Pool) AsksForGzip() bool { return !p.now.Load().DisableCompression }

// CloseIdleConnections closes the idle connections of all generations.
func (p *Pool) CloseIdleConnections() {
	p.now.Load().CloseIdleConnections()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, old := range p.old {
		old.CloseIdleConnections()
	}
}
