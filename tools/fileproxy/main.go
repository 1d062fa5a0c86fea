// Fileproxy writes modules of this repository, as they are at their tags, into a
// folder that the go command reads as a module proxy (GOPROXY=file://DIR):
//
//	go run -C tools ./fileproxy DIR v0.2.0 example.com/outbound=. example.com/outbound/config=config
//
// Each module is given by its path and its folder. The zip files have the files and
// the checksums that a proxy computes from the same tags.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

func main() {
	if len(os.Args) < 4 {
		fmt.Fprintln(os.Stderr, "usage: fileproxy DIR VERSION PATH=FOLDER…")
		os.Exit(2)
	}
	for _, arg := range os.Args[3:] {
		name, folder, _ := strings.Cut(arg, "=")
		if err := add(os.Args[1], module.Version{Path: name, Version: os.Args[2]}, folder); err != nil {
			fmt.Fprintf(os.Stderr, "fileproxy: %s: %v\n", name, err)
			os.Exit(1)
		}
	}
}

// add writes the four files of one version of a module (go.dev/ref/mod, "GOPROXY
// protocol").
func add(proxy string, m module.Version, folder string) error {
	repo, err := filepath.Abs("..")
	if err != nil {
		return err
	}
	tag := strings.TrimPrefix(path.Join(folder, m.Version), "./")
	mod, err := exec.Command("git", "-C", repo, "show", tag+":"+path.Join(folder, "go.mod")).Output()
	if err != nil {
		return fmt.Errorf("git show %s: %w", tag, err)
	}
	dir := filepath.Join(proxy, filepath.FromSlash(m.Path), "@v")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, text := range map[string]string{
		"list":              m.Version + "\n",
		m.Version + ".info": fmt.Sprintf("{\"Version\": %q}\n", m.Version),
		m.Version + ".mod":  string(mod),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	f, err := os.Create(filepath.Join(dir, m.Version+".zip"))
	if err != nil {
		return err
	}
	if folder == "." {
		folder = ""
	}
	if err := zip.CreateFromVCS(f, m, repo, tag, folder); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
