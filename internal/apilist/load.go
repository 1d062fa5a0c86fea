package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// exported is the API of the public packages of m, sorted.
func (m module) exported() ([]string, error) {
	root, err := module{m.top, "."}.path()
	if err != nil {
		return nil, err
	}
	packages, exports, err := m.list()
	if err != nil {
		return nil, err
	}
	compiled := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	var lines []string
	for _, p := range packages {
		pkg, err := compiled.Import(p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p, err)
		}
		name := "outbound" + strings.TrimPrefix(p, root) // whatever the path of the module is
		lines = append(lines, api(name, pkg)...)
	}
	return sorted(lines), nil
}

// list compiles the packages of m. It returns the import paths of the public ones,
// and the file with the types of every package that they import.
func (m module) list() (public []string, exports map[string]string, err error) {
	c := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Name,Export,DepOnly", "./...")
	c.Dir = filepath.Join(m.top, m.dir)
	c.Env = append(os.Environ(), "GOWORK=off")
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		return nil, nil, fmt.Errorf("go list: %w\n%s", err, &stderr)
	}
	exports = map[string]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath, Name, Export string
			DepOnly                  bool
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return public, exports, nil
		} else if err != nil {
			return nil, nil, err
		}
		exports[p.ImportPath] = p.Export
		if !p.DepOnly && isPublic(p.ImportPath, p.Name) {
			public = append(public, p.ImportPath)
		}
	}
}

// isPublic reports whether others can import a package, and are meant to.
func isPublic(path, name string) bool {
	return name != "main" && !strings.Contains(path+"/", "/internal/") && !strings.Contains(path+"/", "/examples/") && !strings.HasSuffix(path, "/docs")
}
