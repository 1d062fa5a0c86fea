package atomicfile

import (
	"errors"
	"io"
	"os"
)

// place puts the finished content where it belongs.
func (f *File) place() error {
	inPlace := false
	if f.old != nil {
		inPlace = linked(f.path) || !f.adopt()
	}
	if err := synced(f.temp); err != nil {
		return err
	}
	if inPlace {
		return f.overwrite()
	}
	if err := f.temp.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.temp.Name(), f.path); err != nil {
		return err
	}
	f.temp = nil
	return nil
}

// adopt gives the temporary file the owner and the permissions of the old file. It
// reports whether it could. Bits that run a program as its owner are not kept.
func (f *File) adopt() bool {
	return chown(f.temp, f.old) == nil && f.temp.Chmod(f.old.Mode().Perm()) == nil
}

// overwrite copies the content into the existing file. What is longer than the old
// content is written first: if the disk is full the old content is still there.
func (f *File) overwrite() (err error) {
	old, err := os.OpenFile(f.path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	was, now, err := sizes(old, f.temp)
	if err != nil {
		return err
	}
	if now > was {
		if err := copyPart(old, f.temp, was, now); err != nil {
			return errors.Join(err, old.Truncate(was))
		}
	}
	if err := copyPart(old, f.temp, 0, min(was, now)); err != nil {
		return err
	}
	return old.Truncate(now)
}

// copyPart copies the bytes from begin to end and waits until they are on the disk.
func copyPart(to, from *os.File, begin, end int64) error {
	_, err := io.Copy(io.NewOffsetWriter(to, begin), io.NewSectionReader(from, begin, end-begin))
	if err != nil {
		return err
	}
	return synced(to)
}

func sizes(a, b *os.File) (int64, int64, error) {
	x, err := a.Stat()
	if err != nil {
		return 0, 0, err
	}
	y, err := b.Stat()
	if err != nil {
		return 0, 0, err
	}
	return x.Size(), y.Size(), nil
}

// synced waits until the content is on the disk, where the file system can.
func synced(f *os.File) error {
	if err := f.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
