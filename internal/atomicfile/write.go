package atomicfile

import "io"

// Write makes the file of that name from what write writes: all of it if write
// returns nil, else nothing. An error of write is returned as it is.
func Write(name string, write func(io.Writer) error) error {
	f, err := Create(name)
	if err != nil {
		return err
	}
	defer f.Discard()
	if err := write(f); err != nil {
		return err
	}
	return f.Commit()
}
