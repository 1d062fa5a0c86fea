package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// errNotRegular is that of a device or a pipe, which cannot be continued.
var errNotRegular = errors.New("it is not a regular file")

// ErrBusy says that another process writes the part.
var ErrBusy = errors.New("another process writes its part")

// maxPart is how long the name of the file is in the name of its part: file systems
// take 255 bytes, and what is kept beside the part needs some of them.
const maxPart = 240

// Continue begins the file of that name like [Create], but keeps the content that
// there is until Commit in name + ".part", where Discard and a process that is killed
// leave it for the next Continue. has is how many bytes are there; Write adds to them,
// and Restart drops them. As long as the File is open, Continue of another process
// fails with [ErrBusy], where the system has such locks.
func Continue(name string) (f *File, has int64, err error) {
	f = &File{name: name, keep: true}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, 0, f.failed("open", errNotRegular)
	}
	mode, err := f.begin()
	if err == nil {
		has, err = f.openPart(mode)
	}
	if err != nil {
		f.Discard()
		return nil, 0, f.failed("open", err)
	}
	return f, has, nil
}

// openPart opens the part and finds its end.
func (f *File) openPart(mode fs.FileMode) (has int64, err error) {
	dir, base := filepath.Split(f.path)
	part := filepath.Join(dir, base[:min(len(base), maxPart)]+".part")
	for { // until the file that is locked is the one of that name: its owner may just have put it in place
		if f.temp, err = os.OpenFile(part, os.O_RDWR|os.O_CREATE, mode); err != nil {
			return 0, err
		}
		if err = lock(f.temp); err != nil {
			return 0, err
		}
		is, err := f.temp.Stat()
		if err != nil {
			return 0, err
		}
		named, err := os.Lstat(part)
		switch {
		case err == nil && !named.Mode().IsRegular(): // a link may lead anywhere
			return 0, errNotRegular
		case err == nil && os.SameFile(is, named):
			return f.temp.Seek(0, io.SeekEnd)
		}
		_ = f.temp.Close()
	}
}

// Part is the name of the temporary file, "" after Commit and Discard.
func (f *File) Part() string {
	if f.temp == nil {
		return ""
	}
	return f.temp.Name()
}

// Forget makes Discard remove the part.
func (f *File) Forget() { f.keep = false }
