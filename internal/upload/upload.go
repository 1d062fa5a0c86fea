// Package upload makes request bodies of readers that can seek: their length is
// known, and they can be sent again.
package upload

import (
	"io"
	"io/fs"
	"net/http"
	"sync"
	"sync/atomic"
)

// Source is what is left of a reader from the offset on at which it was given. Its
// bytes are read for each attempt anew. It closes the reader when no attempt uses
// it any more: net/http closes the body of an attempt when it likes, also after the
// attempt is over. It is safe for concurrent use.
type Source struct {
	reader       io.Reader
	at           io.ReaderAt
	offset, size int64
	users        atomic.Int32
}

// Of returns the rest of r, nil if r cannot seek or has no size, as a device and
// some virtual files, whatever they hold. The caller releases it once no further
// attempt can begin.
func Of(r io.Reader) *Source {
	seeker, ok := r.(io.ReadSeeker)
	if !ok {
		return nil
	}
	offset, err := seeker.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil
	}
	end, err := seeker.Seek(0, io.SeekEnd)
	if _, back := seeker.Seek(offset, io.SeekStart); err != nil || back != nil {
		return nil
	}
	at, ok := r.(io.ReaderAt)
	if !ok {
		at = &seeking{reader: seeker, position: offset}
	}
	if end <= offset && !isAtEnd(r, at, offset) {
		_, _ = seeker.Seek(offset, io.SeekStart)
		return nil
	}
	s := &Source{reader: r, at: at, offset: offset, size: max(end-offset, 0)}
	s.users.Store(1)
	return s
}

// isAtEnd reports whether r, read at offset, has no further byte.
func isAtEnd(r io.Reader, at io.ReaderAt, offset int64) bool {
	if f, ok := r.(fs.File); ok {
		if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
			return false // a device may wait for its first byte
		}
	}
	var first [1]byte
	n, err := at.ReadAt(first[:], offset)
	return n == 0 && err == io.EOF
}

// Size is the number of bytes.
func (s *Source) Size() int64 { return s.size }

// Open returns the bytes from the start, for one attempt. Without a byte it is
// [http.NoBody]: net/http would send it in chunks.
func (s *Source) Open() io.ReadCloser {
	if s.size == 0 {
		return http.NoBody
	}
	s.users.Add(1)
	return &section{SectionReader: io.NewSectionReader(s.at, s.offset, s.size), source: s}
}

// Put makes s the body of req. A length that the caller has called unknown (-1)
// stays so.
func (s *Source) Put(req *http.Request) {
	req.Body = s.Open()
	req.GetBody = func() (io.ReadCloser, error) { return s.Open(), nil }
	if req.ContentLength == 0 {
		req.ContentLength = s.size
	}
}

// Release ends the caller's own use. A nil Source has nothing to release.
func (s *Source) Release() {
	if s == nil || s.users.Add(-1) != 0 {
		return
	}
	if c, ok := s.reader.(io.Closer); ok {
		_ = c.Close()
	}
}

// section is the body of one attempt.
type section struct {
	*io.SectionReader
	source *Source
	closed atomic.Bool
}

// Close may be called more than once.
func (s *section) Close() error {
	if !s.closed.Swap(true) {
		s.source.Release()
	}
	return nil
}

// seeking reads at an offset by seeking, for readers that have nothing better.
type seeking struct {
	mu       sync.Mutex
	reader   io.ReadSeeker
	position int64
}

func (s *seeking) ReadAt(p []byte, offset int64) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if offset != s.position {
		if s.position, err = s.reader.Seek(offset, io.SeekStart); err != nil {
			s.position = -1
			return 0, err
		}
	}
	n, err = io.ReadFull(s.reader, p)
	s.position += int64(n)
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	}
	return n, err
}
