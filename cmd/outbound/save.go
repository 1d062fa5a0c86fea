package main

import (
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
)

// save writes the body to standard output or to the file of -o.
func (r *request) save(resp *http.Response, s streams, show screen) error {
	if r.Output == "" || r.Output == "-" {
		return copyBody(s.out, resp.Body)
	}
	if info, err := os.Stat(r.Output); err == nil && !info.Mode().IsRegular() { // a device, a pipe
		f, err := os.OpenFile(r.Output, os.O_WRONLY, 0)
		if err != nil {
			return writeError{err}
		}
		return errors.Join(copyBody(f, resp.Body), wrapWrite(f.Close()))
	}
	bar := show.progress(resp.ContentLength)
	defer bar.clear()
	return atomically(r.Output, func(f io.Writer) error { return copyBody(io.MultiWriter(f, bar), resp.Body) })
}

// atomically makes the file of that name from what write writes: all of it, or
// nothing. It is written beside its place and takes it when it is complete and
// on the disk.
func atomically(name string, write func(io.Writer) error) (err error) {
	name, err = followed(name)
	if err != nil {
		return writeError{err}
	}
	part := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+"."+rand.Text()[:8]+".part")
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return writeError{err}
	}
	defer func() {
		if err != nil {
			_ = os.Remove(part)
		}
	}()
	err = write(f)
	if err == nil {
		err = wrapWrite(f.Sync())
	}
	if cerr := f.Close(); err == nil {
		err = wrapWrite(cerr)
	}
	if err == nil {
		err = wrapWrite(os.Rename(part, name))
	}
	return err
}

// followed is the file that a link leads to, so that the link stays.
func followed(name string) (string, error) {
	to, err := filepath.EvalSymlinks(name)
	if errors.Is(err, os.ErrNotExist) {
		return name, nil
	}
	return to, err
}

// copyBody tells apart on which side a copy has failed.
func copyBody(to io.Writer, body io.Reader) error {
	out := &noting{to: to}
	_, err := io.Copy(out, body)
	if out.err != nil {
		return writeError{out.err}
	}
	return err
}

// noting remembers the error of a writer.
type noting struct {
	to  io.Writer
	err error
}

func (n *noting) Write(p []byte) (int, error) {
	k, err := n.to.Write(p)
	n.err = err
	return k, err
}
