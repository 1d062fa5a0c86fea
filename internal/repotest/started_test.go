package repotest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A reader of docs/getting-started.md pastes each Go block into the file that its
// heading names. What comes out builds, and its tests pass.
func TestTheFilesOfGettingStartedDoNotBuild(t *testing.T) {
	root(t)
	dir := t.TempDir()
	files := map[string]string{}
	for part := range strings.SplitSeq(read(t, "docs/getting-started.md"), "\n## ") {
		heading, _, _ := strings.Cut(part, "\n")
		name := regexp.MustCompile("`(\\w+\\.go)`").FindStringSubmatch(heading)
		for _, b := range parsePage("", part).blocks {
			if b.language != "go" {
				continue
			}
			if name == nil {
				t.Fatalf("the heading %q names no file", heading)
			}
			files[name[1]] += strings.Join(b.lines, "\n") + "\n\n"
		}
	}
	args := []string{"test"}
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	if out, err := exec.CommandContext(t.Context(), "go", args...).CombinedOutput(); err != nil || len(files) != 3 {
		t.Errorf("%d files, %v:\n%s", len(files), err, out)
	}
}
