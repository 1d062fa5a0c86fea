package codec

import (
	"bufio"
	"io"
	"net/http"
	"sync"

	"example.com/outbound/httperror"
)

// decoded is a body without its codings. The heads of the codings are read by the
// first Read. Read and Close may be called at the same time.
type decoded struct {
	raw  io.ReadCloser
	open func(io.Reader) ([]*stage, error)

	mu     sync.Mutex // held by Read
	source source
	stages []*stage // the last one delivers
	err    error    // sticky

	state  sync.Mutex // guards closed
	closed bool
}

func (c *Codings) body(raw io.ReadCloser, names []string, limit int64) io.ReadCloser {
	d := &decoded{raw: raw, source: source{r: raw}}
	d.open = func(r io.Reader) (stages []*stage, err error) {
		for i := len(names) - 1; i >= 0 && err == nil; i-- { // the coding applied last comes off first
			s := &stage{name: names[i], in: bufio.NewReader(r), source: &d.source}
			err = s.open(c.decoder(names[i]))
			stages = append(stages, s)
			if r = s; limit > 0 {
				r = &bounded{s, limit + 64<<10} // more than a smaller decoded body needs
			}
		}
		return stages, err
	}
	return d
}

func (d *decoded) Read(p []byte) (n int, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stages == nil && d.err == nil {
		d.stages, d.err = d.open(&d.source)
	}
	if err = d.err; err == nil {
		n, err = d.stages[len(d.stages)-1].Read(p)
	}
	if d.isClosed() && err == nil {
		err = http.ErrBodyReadAfterClose
	}
	if err != nil {
		d.err = err
		d.release()
	}
	return n, err
}

// Close closes the coded body, which ends a Read under way.
func (d *decoded) Close() error {
	d.state.Lock()
	d.closed = true
	d.state.Unlock()
	err := d.raw.Close()
	if d.mu.TryLock() { // else Read releases
		if d.err == nil {
			d.err = http.ErrBodyReadAfterClose
		}
		d.release()
		d.mu.Unlock()
	}
	return err
}

func (d *decoded) isClosed() bool {
	d.state.Lock()
	defer d.state.Unlock()
	return d.closed
}

// release closes the decoders, once. The caller holds the lock of Read.
func (d *decoded) release() {
	for _, s := range d.stages {
		if s.out != nil {
			_ = s.out.Close()
			s.out = nil
		}
	}
}

// source is the coded body, and remembers how it broke.
type source struct {
	r   io.Reader
	err error // nil or io.EOF unless it broke
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil {
		s.err = err
	}
	return n, err
}

// broken is why the coded body has no more bytes though it is not at its end.
func (s *source) broken() error {
	if s.err == io.EOF {
		return nil
	}
	return s.err
}

// bounded fails with kind too_large where more than n bytes pass.
type bounded struct {
	r io.Reader
	n int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.n -= int64(n); b.n < 0 {
		return 0, &httperror.Error{Kind: httperror.TooLarge}
	}
	return n, err
}
