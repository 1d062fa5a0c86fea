package retry

import (
	"io"
	"net/http"
	"sync/atomic"
)

// seekable is what an [os.File] is, and what wraps one.
type seekable interface {
	io.ReadCloser
	io.Seeker
	io.ReaderAt
}

// file is a request body that lies still, so that every attempt can read it
// from where the caller left it. net/http closes the body of an attempt when it
// likes, also after the attempt is over: the file is closed when all of them and
// the loop are done.
type file struct {
	source       seekable
	offset, size int64
	users        atomic.Int32
}

// openFile returns the body of req if it is a file with a size and has no
// GetBody. A pipe has no size, and what is empty by its size may be a device.
func openFile(req *http.Request) *file {
	if req.GetBody != nil {
		return nil
	}
	source, ok := req.Body.(seekable)
	if !ok {
		return nil
	}
	offset, err := source.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil
	}
	end, err := source.Seek(0, io.SeekEnd)
	if _, back := source.Seek(offset, io.SeekStart); err != nil || back != nil || end <= offset {
		return nil
	}
	f := &file{source: source, offset: offset, size: end - offset}
	f.users.Store(1)
	return f
}

// request returns req with a body that can be sent again.
func (f *file) request(req *http.Request) *http.Request {
	req = req.WithContext(req.Context())
	req.Body = f.open()
	req.GetBody = func() (io.ReadCloser, error) { return f.open(), nil }
	return req
}

// open returns the file from its start, for one attempt.
func (f *file) open() io.ReadCloser {
	f.users.Add(1)
	return &section{SectionReader: io.NewSectionReader(f.source, f.offset, f.size), file: f}
}

func (f *file) release() {
	if f.users.Add(-1) == 0 {
		_ = f.source.Close()
	}
}

// section is the body of one attempt.
type section struct {
	*io.SectionReader
	file   *file
	closed atomic.Bool
}

// Close may be called more than once.
func (s *section) Close() error {
	if !s.closed.Swap(true) {
		s.file.release()
	}
	return nil
}
