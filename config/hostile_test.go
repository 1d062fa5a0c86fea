package config_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/outbound/config"
)

// within fails the test if f takes longer than a file may take on a busy machine.
func within(t *testing.T, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Errorf("%s does not end", what)
	}
}

func pipe(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDeepNestingTookTimeAndMemoryByItsSquare(t *testing.T) {
	for name, unit := range map[string]string{
		"lists": "[", "mappings": "{a: ", "compact lists": "- ", "explicit keys": "? ", "keys": "a: ", "anchors": "&a ", "tags": "!a ", "both": "[{a: ",
	} {
		within(t, name, func() {
			_, err := config.Parse([]byte("presets:\n  " + strings.Repeat(unit, 100_000/len(unit))))
			if err == nil || len(err.Error()) > 200 {
				t.Errorf("%s: got %.300v, want one short problem", name, err)
			}
		})
	}
	deep := strings.Repeat("{not: ", 40) + "transient" + strings.Repeat("}", 40)
	parse(t, "presets: {a: {retry: {when: "+deep+"}}}")
	text := "presets:\n"
	for i := range 200 {
		text += strings.Repeat(" ", i+1) + "a:\n"
	}
	if got := problems(t, text); len(got) != 1 || !strings.Contains(got[0], "more than 64 levels") {
		t.Errorf("margins: got %v, want one problem of their depth", got)
	}
}

func TestALargeFileIsRefused(t *testing.T) {
	large := "presets: {a: {}}\n#" + strings.Repeat("x", 1<<20)
	if got := problems(t, large); len(got) != 1 || !strings.Contains(got[0], "larger than") {
		t.Errorf("Parse: got %v, want a problem of its size", got)
	}
	if _, err := config.Load(write(t, t.TempDir(), "large", large)); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("Load: got %v, want an error of its size", err)
	}
	within(t, "20 000 problems", func() {
		if got := problems(t, "presets: {a: {auth: ["+strings.Repeat("x, ", 20_000)+"]}}"); len(got) > 1001 {
			t.Errorf("got %d problems", len(got))
		}
	})
}

func TestAFileOfPresetsOrASecretThatIsAPipeHung(t *testing.T) {
	dir := t.TempDir()
	fifo := pipe(t, dir)
	within(t, "Load of a pipe", func() {
		if _, err := config.Load(fifo); err == nil {
			t.Error("Load took a pipe")
		}
	})
	for name, preset := range map[string]string{
		"a pipe in a reference":       "base_url: 'https://a.example', auth: [{bearer: '${file:pipe}'}]",
		"a pipe in an address":        "base_url: 'https://${file:pipe}'",
		"a pipe of authorities":       "tls: {root_cas: [pipe]}",
		"and for a token endpoint":    "base_url: 'https://a.example', tls: {root_cas: [pipe]}, auth: [{client_credentials: {token_url: 'https://b.example', client_id: a, client_secret: '${env:PATH}'}}]",
		"a pipe for a certificate":    "tls: {client_certificate: {cert: pipe, key: pipe}}",
		"a pipe for a token":          "base_url: 'https://a.example', auth: [{token: {file: pipe}}]",
		"a pipe for a netrc":          "base_url: 'https://a.example', auth: [{netrc: pipe}]",
		"a device without an end":     "user_agent: '${file:/dev/zero}'",
		"a folder":                    "user_agent: '${file:.}'",
		"a file that is too large":    "user_agent: '${file:large}'",
		"a secret that is not a line": "user_agent: 'a ${file:utf16}'",
	} {
		write(t, dir, "large", strings.Repeat("x", 1<<20+1))
		write(t, dir, "utf16", "\xff\xfea\x00b\x00")
		f, err := config.Load(write(t, dir, "presets.yaml", "presets: {a: {"+preset+"}}"))
		if err != nil {
			t.Fatal(err)
		}
		within(t, name, func() {
			if _, err := f.Client("a"); err == nil {
				t.Errorf("%s: got a client, want an error", name)
			}
		})
	}
}

func TestCloseWaitedForAFileThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "key", "secret")
	path := write(t, dir, "presets.yaml", "presets: {a: {user_agent: 'x/${file:key}'}}")
	reports := make(chan error, 100)
	w, err := config.Watch(path, config.Every(10*time.Millisecond), config.Report(func(err error) { reports <- err }))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(pipe(t, dir), filepath.Join(dir, "key")); err != nil {
		t.Fatal(err)
	}
	within(t, "the report", func() {
		if err := <-reports; err == nil {
			t.Error("a pipe was taken for a secret")
		}
	})
	within(t, "Close", func() { _ = w.Close() })
}

func TestTheByteOrderMarkOfASecretFileWasSent(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "key", "\ufeffsecretvalue\r\n")
	for _, scheme := range []string{"bearer: '${file:key}'", "token: {file: key}"} {
		f, err := config.Load(write(t, dir, "presets.yaml", "presets: {a: {base_url: 'https://a.example.com', auth: [{"+scheme+"}]}}"))
		if err != nil {
			t.Fatal(err)
		}
		if got := send(t, f, "a", "/x").Header.Get("Authorization"); got != "Bearer secretvalue" {
			t.Errorf("%s: got %q, want Bearer secretvalue", scheme, got)
		}
	}
}

func TestAFileSavedOnWindows(t *testing.T) {
	text := "\ufeffpresets:\r\n  a:\r\n    base_url: https://a.example.com\r\n    user_agent: |\r\n      one/1\r\n    headers: {\r\n      X-A: a }\r\n"
	f := parse(t, text)
	if got := send(t, f, "a", "/x").Header; got.Get("User-Agent") != "one/1" || got.Get("X-A") != "a" {
		t.Errorf("got %v, want the texts without their line breaks", got)
	}
	parse(t, "\ufeff"+`{"presets": {"a": {}}}`)
	wantLines(t, problems(t, "\ufeffpresets:\r\n  a:\r\n    timeout: 5\r\n"), []string{"3:14: a: timeout: 5 has no unit: write 5s or 5ms"})
	wantLines(t, problems(t, "\ufeff"), []string{"1:1: the file is empty: it begins with presets:"})
	wantLines(t, problems(t, "\xff\xfep\x00"), []string{"1:1: the file is UTF-16: save it as UTF-8"})
	wantLines(t, problems(t, "presets: {a: {user_agent: \xe4}}"), []string{"1:1: the file is not UTF-8"})
}

func TestAFileThatIsAbsentSaysSo(t *testing.T) {
	f := parse(t, "presets: {a: {tls: {root_cas: [absent.pem]}}}")
	if _, err := f.Client("a"); err == nil || !strings.Contains(err.Error(), "absent.pem") || strings.Count(err.Error(), "absent.pem") != 1 {
		t.Errorf("got %v, want one error with the file", err)
	}
	if _, err := config.Load("absent.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want a file that does not exist", err)
	}
}
