// Apilist keeps the lists of the exported API in the folder api: one file for each
// module that is released, one line for each thing that importers may rely on.
//
//	go run ./internal/apilist                     compares the lists with the code
//	go run ./internal/apilist -write              writes the lists anew
//	go run ./internal/apilist -release v0.2.0     also holds the changes since the last
//	                                              tag against CHANGELOG.md and the version
//
// It needs Go and git, and for the nested modules what they require.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	write := flag.Bool("write", false, "write the lists anew")
	version := flag.String("release", "", "the version that is to be released")
	flag.Parse()
	if err := run(*write, *version); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(write bool, version string) error {
	modules, err := released(".")
	if err != nil {
		return err
	}
	for _, m := range modules {
		lines, err := m.exported()
		if err != nil {
			return err
		}
		if write {
			err = m.write(lines)
		} else {
			err = m.compare(lines)
		}
		if err != nil {
			return err
		}
	}
	if version == "" {
		return nil
	}
	return checkRelease(modules, version)
}

// write writes the list of m, if m exports anything.
func (m module) write(lines []string) error {
	if len(lines) == 0 {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(m.file()), 0o755); err != nil {
		return err
	}
	return os.WriteFile(m.file(), []byte(join(lines)), 0o644)
}

// compare is an error that shows what the code adds to the list of m, and breaks.
func (m module) compare(lines []string) error {
	old, err := os.ReadFile(m.file())
	if err != nil && len(lines) > 0 {
		return fmt.Errorf("%w: run make api", err)
	}
	if c := compare(split(string(old)), lines); !c.empty() {
		return fmt.Errorf("%s is not the API of the code: run make api, and commit the difference\n%s", m.name(), c)
	}
	return nil
}
