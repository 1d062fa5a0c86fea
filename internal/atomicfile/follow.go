package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// follow returns the path without symbolic links that name leads to. The file need
// not exist, its directory must.
func follow(name string) (string, error) {
	for range 40 { // the limit of Linux
		path, err := filepath.EvalSymlinks(name)
		if !errors.Is(err, fs.ErrNotExist) {
			return path, err
		}
		dir, base := filepath.Split(name)
		if dir == "" {
			dir = "."
		}
		if dir, err = filepath.EvalSymlinks(dir); err != nil {
			return "", err
		}
		name = filepath.Join(dir, base)
		target, err := os.Readlink(name)
		if err != nil { // no link: the file is to be made here
			return name, nil
		}
		if name = target; !filepath.IsAbs(target) {
			name = dir + string(filepath.Separator) + target // Join would drop ".." after a link
		}
	}
	return "", errors.New("too many symbolic links")
}

// writable reports why the file may not be written. Renaming another file over it
// would not ask.
func writable(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err == nil {
		return f.Close()
	}
	if errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil // a program that is running cannot be written, but replaced
}
