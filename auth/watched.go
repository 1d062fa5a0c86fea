package auth

import (
	"bytes"
	"errors"
	"io"
	"os"
	"time"
)

// maxFile bounds a file of credentials: a wrong path may name anything.
const maxFile = 1 << 20

// settled is how old a change must be before the file's time is proof that none
// followed: file systems keep time in steps, of two seconds at worst.
const settled = 2 * time.Second

var errTooLong = errors.New("the file is longer than 1 MiB")

// watched is a file that is read again when it changes. It is not safe for
// concurrent use.
type watched struct {
	path string
	info os.FileInfo // as of the last read, nil before it
	at   time.Time   // of that read
}

// read returns the contents, without a byte order mark, if they may have changed
// since the last time.
func (w *watched) read() (data []byte, changed bool, err error) {
	info, err := os.Stat(w.path)
	if err != nil {
		return nil, false, err
	}
	if w.same(info) {
		return nil, false, nil
	}
	now := time.Now()
	f, err := os.Open(w.path)
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = f.Close() }()
	if data, err = io.ReadAll(io.LimitReader(f, maxFile+1)); err != nil {
		return nil, false, err
	}
	if len(data) > maxFile {
		return nil, false, errTooLong
	}
	w.info, w.at = info, now
	return bytes.TrimPrefix(data, []byte("\ufeff")), true, nil
}

// same reports whether info proves that the file is as it was read.
func (w *watched) same(info os.FileInfo) bool {
	return w.info != nil && os.SameFile(w.info, info) && w.info.Size() == info.Size() &&
		w.info.ModTime().Equal(info.ModTime()) && w.at.Sub(info.ModTime()) > settled
}
