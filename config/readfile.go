package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// maxFile is the most bytes that are read of a file: of presets, of a secret, of
// certificates.
const maxFile = 1 << 20

const byteOrderMark = "\ufeff"

var (
	errNotRegular = errors.New("it is not a regular file")
	errTooLarge   = fmt.Errorf("the file is larger than %d bytes", maxFile)
)

// readFile reads a regular file of at most maxFile bytes. Reading anything else
// (a pipe, a device) might never end.
func readFile(path string) ([]byte, error) {
	if err := checkRegular(path); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was read only
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		return nil, &fs.PathError{Op: "read", Path: path, Err: errTooLarge}
	}
	return data, err
}

// checkRegular reports a path that cannot be looked at, or is no regular file.
func checkRegular(path string) error {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return &fs.PathError{Op: "open", Path: path, Err: errNotRegular}
	}
	return err
}
