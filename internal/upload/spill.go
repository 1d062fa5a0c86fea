package upload

import (
	"errors"
	"io"
	"net/http"
	"os"
	"sync"
)

// SpillMemory is how many bytes of a body a [Spill] keeps in memory before it
// begins a file.
const SpillMemory = 1 << 20

// ErrSpillFull says that a body cannot be sent again: it is longer than the bound.
var ErrSpillFull = errors.New("the body is too long to be kept for another attempt")

// Spill makes a body that can be read once one that can be sent again: what an
// attempt reads of it is kept, in memory at first, then in a file without a name,
// up to a bound. Beyond that it is sent once. It is safe for concurrent use.
type Spill struct {
	source io.ReadCloser
	dir    string
	max    int64

	mu     sync.Mutex // guards what follows
	memory []byte
	file   *os.File
	n      int64 // kept
	read   int64 // of the source
	err    error // of the source
	closed bool
}

// NewSpill keeps what is read of source, at most max bytes, in files of dir.
func NewSpill(source io.ReadCloser, dir string, max int64) *Spill {
	return &Spill{source: source, dir: dir, max: max}
}

// Put makes s the body of req, which it may write to.
func (s *Spill) Put(req *http.Request) {
	req.Body = s.open()
	req.GetBody = func() (io.ReadCloser, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.read > s.n {
			return nil, ErrSpillFull
		}
		return s.open(), nil
	}
}

// Release gives up what was kept, and closes the source.
func (s *Spill) Release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.closed, s.memory = true, nil
	if s.file != nil {
		_ = s.file.Close()
	}
	_ = s.source.Close()
}

func (s *Spill) open() io.ReadCloser { return &spilled{spill: s} }

// spilled is the body of one attempt.
type spilled struct {
	spill  *Spill
	at     int64
	closed bool
}

func (b *spilled) Read(p []byte) (int, error) {
	s := b.spill
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case b.closed || s.closed:
		return 0, http.ErrBodyReadAfterClose
	case b.at < s.n:
		n, err := s.kept(p, b.at)
		b.at += int64(n)
		return n, err
	case s.err != nil:
		return 0, s.err
	case b.at < s.read:
		return 0, ErrSpillFull // another attempt has read on beyond the bound
	}
	n, err := s.source.Read(p)
	s.read += int64(n)
	b.at += int64(n)
	if keepErr := s.keep(p[:n]); keepErr != nil {
		s.max = s.n // what cannot be kept is sent once
	}
	s.err = err
	return n, err
}

// Close ends the attempt's reading. The source stays open for the next one.
func (b *spilled) Close() error {
	b.spill.mu.Lock()
	b.closed = true
	b.spill.mu.Unlock()
	return nil
}

// kept reads what was kept, from offset at.
func (s *Spill) kept(p []byte, at int64) (int, error) {
	if at < int64(len(s.memory)) {
		return copy(p, s.memory[at:]), nil
	}
	n, err := s.file.ReadAt(p[:min(int64(len(p)), s.n-at)], at-int64(len(s.memory)))
	if n > 0 {
		err = nil
	}
	return n, err
}

// keep keeps data, unless some of the body was not kept already.
func (s *Spill) keep(data []byte) error {
	if len(data) == 0 || s.read-int64(len(data)) > s.n {
		return nil
	}
	if s.n+int64(len(data)) > s.max {
		return ErrSpillFull
	}
	if s.file == nil && s.n+int64(len(data)) <= SpillMemory {
		s.memory = append(s.memory, data...)
		s.n += int64(len(data))
		return nil
	}
	if s.file == nil {
		f, err := os.CreateTemp(s.dir, ".outbound-*")
		if err != nil {
			return err
		}
		_ = os.Remove(f.Name()) // it lasts as long as it is open
		s.file = f
	}
	n, err := s.file.WriteAt(data, s.n-int64(len(s.memory)))
	if err == nil {
		s.n += int64(n)
	}
	return err
}
