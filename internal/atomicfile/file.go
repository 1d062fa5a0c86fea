// Package atomicfile writes a file whole or not at all.
package atomicfile

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// File is a file in the making. Its content goes to a temporary file in the same
// directory until Commit puts it in place; until then the file of that name stays
// as it was. A File is not safe for concurrent use.
//
// What stays of a file that exists already:
//
//   - its permissions, its owner and its group;
//   - a symbolic link: the file that it leads to is replaced, or made if there is
//     none;
//   - hard links: all of them see the new content. The finished content is copied
//     into the existing file, which is not atomic: a reader may see a part of it,
//     and a crash during the copy loses the old content. A full disk does not.
//     The same is done where this process may not set the owner or the group.
//
// A file that this process may not write is not replaced. A device or a pipe is
// written directly. Access control lists and extended attributes are lost.
// A process that is killed leaves its temporary file, named ".outbound-*.part".
type File struct {
	name string      // as the caller gave it, for errors
	path string      // without symbolic links
	old  fs.FileInfo // nil for a new file
	temp *os.File    // the device itself if direct; nil after Commit and Discard

	direct bool
	keep   bool // Discard leaves the temporary file
}

// Create begins the file of that name. The caller must end it by Commit or
// Discard. Opening a named pipe waits for a reader.
func Create(name string) (*File, error) {
	f := &File{name: name}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		f.direct = true
		f.temp, err = os.OpenFile(name, os.O_WRONLY, 0)
		return f, err
	}
	mode, err := f.begin()
	if err == nil {
		temp := filepath.Join(filepath.Dir(f.path), ".outbound-"+rand.Text()[:10]+".part")
		f.temp, err = os.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
	}
	if err != nil {
		return nil, f.failed("create", err)
	}
	return f, nil
}

// begin finds the file. The mode is that of the temporary one.
func (f *File) begin() (mode fs.FileMode, err error) {
	if f.name == "" {
		return 0, fs.ErrNotExist
	}
	if f.path, err = follow(f.name); err != nil {
		return 0, err
	}
	if f.old, err = os.Stat(f.path); err != nil {
		return 0o666, nil // less the umask
	}
	return 0o600, writable(f.path) // until it has the owner and the permissions of the old file
}

// Write adds to the content.
func (f *File) Write(p []byte) (int, error) {
	n, err := f.temp.Write(p)
	return n, f.failed("write", err)
}

// Restart drops the content, so that the file is written from its beginning.
func (f *File) Restart() error {
	if err := f.temp.Truncate(0); err != nil {
		return f.failed("truncate", err)
	}
	_, err := f.temp.Seek(0, io.SeekStart)
	return f.failed("seek", err)
}

// Commit puts the content in place once it is on the disk. After an error the old
// file is there, and nothing else.
func (f *File) Commit() error {
	if f.direct {
		temp := f.temp
		f.temp = nil
		return f.failed("close", temp.Close())
	}
	defer f.Discard()
	if err := f.place(); err != nil {
		return f.failed("write", err)
	}
	return nil
}

// Discard ends a File that is not wanted. After Commit it does nothing, so that it
// can be deferred. The part of a File of Continue stays.
func (f *File) Discard() {
	if f.temp == nil {
		return
	}
	_ = f.temp.Close()
	if !f.direct && !f.keep {
		_ = os.Remove(f.temp.Name())
	}
	f.temp = nil
}

// failed is err with the name that the caller knows.
func (f *File) failed(op string, err error) error {
	if err == nil {
		return nil
	}
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	}
	return &fs.PathError{Op: op, Path: f.name, Err: err}
}
