package auth_test

import (
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/outbound/auth"
	"example.com/outbound/httperror"
)

// login is the user and password that netrc gives for a URL, "" for none.
func login(t *testing.T, s auth.Scheme, rawURL string) string {
	t.Helper()
	f := authorized(t, s, get(t, rawURL)).Header.Get("Authorization")
	if f == "" {
		return ""
	}
	plain, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(f, "Basic "))
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

func TestNetrcFindsTheMachine(t *testing.T) {
	const file = `# a comment with machine x login y password z
machine api.example.com login ann password secret
machine api.example.com:8443
	login bob   account ignored
	password "two words \"quoted\" \\ \t."
machine Upper.Example password "only a password" # no comment: it is not at the beginning of a line`
	for _, tt := range []struct{ name, file, url, want string }{
		{"by its host", file[:strings.Index(file, "# no")], home, "ann:secret"},
		{"by its default port, spelt out", "machine api.example.com:443 login a password b", home, "a:b"},
		{"by its port before the host alone", file[:strings.Index(file, "# no")], home + ":8443", "bob:two words \"quoted\" \\ \t."},
		{"by its host at another port", file[:strings.Index(file, "# no")], home + ":9999", "ann:secret"},
		{"without regard to case", file[:strings.Index(file, "# no")], "https://UPPER.example", ":only a password"},
		{"not at all", file[:strings.Index(file, "# no")], "https://other.example", ""},
		{"not by a port alone", "machine a.example:8443 login a password b", "https://a.example", ""},
		{"default for the rest", "machine a.example login a password b\ndefault login d password e", "https://b.example", "d:e"},
		{"default last, wherever it stands", "default login d password e\nmachine a.example login a password b", "https://a.example", "a:b"},
		{"the first of two", "machine a.example login a password b machine a.example login c password d", "https://a.example", "a:b"},
		{"past a macro", "machine b.example login x password y\nmacdef init\nmachine a.example login evil password evil\n\nmachine a.example login a password b", "https://a.example", "a:b"},
		{"an IPv6 address", "machine ::1 login a password b", "https://[::1]:8443", "a:b"},
		{"an IPv6 address with its port", "machine [::1]:8443 login a password b", "https://[::1]:8443", "a:b"},
		{"a password that begins with a hash", "machine a.example login a password #b", "https://a.example", "a:#b"},
		{"a machine without a login", "machine a.example", "https://a.example", ""},
		{"an empty file", "", home, ""},
		{"only a comment", "# nothing", home, ""},
		{"a comment behind a password", "machine a.example login u password p # comment\n", "https://a.example", "u:p"},
		{"a comment behind a machine", "machine a.example # it's \"mine\nlogin u # me\n\tpassword p #", "https://a.example", "u:p"},
		{"a comment between keyword and value", "machine a.example login\n# name\nu password p", "https://a.example", "u:p"},
		{"a byte order mark", "\ufeffmachine a.example login u password p", "https://a.example", "u:p"},
		{"a name in another spelling", "machine bücher.example login u password p", "https://XN--BCHER-KVA.example.", "u:p"},
		{"an address in another spelling", "machine [0:0::1]:8443 login u password p", "https://[::1]:8443", "u:p"},
		{"Windows line ends", "machine a.example\r\n\tlogin a\r\n\tpassword b\r\n", "https://a.example", "a:b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "netrc")
			write(t, path, tt.file)
			if got := login(t, auth.Netrc(path), tt.url); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestNetrcFilesThatAreNone(t *testing.T) {
	for name, text := range map[string]string{
		"an unknown word":              "machine a.example user ann s3cret-canary",
		"a value before a machine":     "login s3cret-canary password s3cret-canary",
		"a word without its value":     "machine a.example login s3cret-canary password",
		"a string that does not end":   "machine a.example password \"s3cret-canary",
		"a string over the line's end": "machine a.example password \"s3cret-canary\n\"",
		"a machine without a name":     "machine \"\" login a password s3cret-canary",
		"a line break in a password":   `machine a.example password "s3cret-canary\n"`,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "netrc")
			write(t, path, text)
			base := &record{}
			_, err := chain(t, base, auth.Netrc(path), home).RoundTrip(get(t, home))
			if !errors.Is(err, httperror.Auth) || len(base.sent) != 0 {
				t.Fatalf("got %v and %d requests, want kind auth and none", err, len(base.sent))
			}
			if strings.Contains(err.Error(), "canary") || !strings.Contains(err.Error(), "line 1") {
				t.Errorf("got %q, want the line's number and nothing of it", err)
			}
		})
	}
}

func TestNetrcIsReadAgainWhenItChanges(t *testing.T) {
	path := filepath.Join(t.TempDir(), "netrc")
	s := auth.Netrc(path)
	if err := s.Authorize(get(t, home)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want the missing file", err)
	}
	for _, password := range []string{"one", "two", "other"} {
		write(t, path, "machine api.example.com login a password "+password)
		if got := login(t, s, home); got != "a:"+password {
			t.Errorf("got %q, want %q", got, "a:"+password)
		}
	}
	write(t, path, "nonsense")
	for range 2 {
		if err := s.Authorize(get(t, home)); err == nil {
			t.Error("got no error for a file that is none")
		}
	}
}

func TestNetrcWithoutAPathIsTheUsers(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, ".netrc"), "default login home password p")
	write(t, filepath.Join(dir, "other"), "default login named password p")
	t.Setenv("HOME", dir)
	t.Setenv("NETRC", "")
	if got := login(t, auth.Netrc(""), home); got != "home:p" {
		t.Errorf("got %q, want the one in the home directory", got)
	}
	t.Setenv("NETRC", filepath.Join(dir, "other"))
	if got := login(t, auth.Netrc(""), home); got != "named:p" {
		t.Errorf("got %q, want the one that NETRC names", got)
	}
}

func TestNetrcLeavesTheCallersFieldAlone(t *testing.T) {
	req := get(t, home)
	req.Header.Set("Authorization", "mine")
	if got := authorized(t, auth.Netrc("/does/not/exist"), req).Header.Get("Authorization"); got != "mine" {
		t.Errorf("got %q", got)
	}
}

// FuzzNetrc holds that no file makes the reader fail in another way than with an
// error that quotes nothing, and that what it gives is a header value.
func FuzzNetrc(f *testing.F) {
	for _, s := range []string{"", "machine a login b password c", "default\nlogin \"x", "macdef a\n\n\nmachine", "#", "# x\n#y\nmachine \\"} {
		f.Add(s)
	}
	path := filepath.Join(f.TempDir(), "netrc")
	f.Fuzz(func(t *testing.T, text string) {
		write(t, path, text)
		req := get(t, "https://a.example")
		if err := auth.Netrc(path).Authorize(req); err != nil && !strings.Contains(err.Error(), "netrc: line ") {
			t.Errorf("got %v", err)
		}
		if strings.ContainsAny(req.Header.Get("Authorization"), "\r\n") {
			t.Errorf("got %q", req.Header)
		}
	})
}
