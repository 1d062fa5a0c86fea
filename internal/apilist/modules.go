package main

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// module is a module of the repository.
type module struct {
	top string // the folder of the repository
	dir string // relative to top, "." for the root
}

// privateFolders are the folders whose modules nobody imports.
var privateFolders = regexp.MustCompile(`^(tools|benchmarks|(.*/)?(integration|examples))(/|$)`)

// released are the modules that importers can require, the root first.
func released(top string) ([]module, error) {
	c := exec.Command("git", "ls-files", "go.mod", "*/go.mod")
	c.Dir = top
	out, err := c.Output()
	if err != nil {
		return nil, err
	}
	var all []module
	for _, name := range strings.Fields(string(out)) {
		if dir := path.Dir(name); !privateFolders.MatchString(dir) {
			all = append(all, module{top, dir})
		}
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.dir, b.dir) }) // "." is before any letter
	return all, nil
}

// name is the file of the list as it is in the repository.
func (m module) name() string {
	if m.dir == "." {
		return "api/outbound.txt"
	}
	return "api/" + m.dir + ".txt"
}

func (m module) file() string { return filepath.Join(m.top, filepath.FromSlash(m.name())) }

// path is the module path in the go.mod of m.
func (m module) path() (string, error) {
	c := exec.Command("go", "list", "-m", "-f", "{{.Path}}")
	c.Dir = filepath.Join(m.top, m.dir)
	c.Env = append(os.Environ(), "GOWORK=off")
	out, err := c.Output()
	return strings.TrimSpace(string(out)), err
}
