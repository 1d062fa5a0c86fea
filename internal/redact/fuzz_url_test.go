package redact_test

import (
	"net/url"
	"strings"
	"testing"

	"example.com/outbound/internal/redact"
)

// secret goes in. Its first half coming out would be too much already.
const secret = "c4n4ry-secret"

func leaks[T string | []byte](out T) bool { return strings.Contains(string(out), secret[:6]) }

// harmless reports whether a fuzzed text adds nothing to the secret.
func harmless(parts ...string) bool { return !strings.Contains(strings.Join(parts, ""), secret[:2]) }

// FuzzURL: the password, every value of the query and the fragment stay inside,
// and what comes out is a URL that has none of them.
func FuzzURL(f *testing.F) {
	f.Add("http", "user", "h.test:80", "/a", "q")
	f.Add("https", "u@:/%", "[::1]", "/%2F/../", "a[b]=c&d")
	f.Add("", "", "h.test", "//x", "%zz")
	f.Add("mailto", "a", "", "", "?;=")
	f.Add("?", "u", "h.test", "", "q") // the password is in the name of a parameter
	f.Fuzz(func(t *testing.T, scheme, user, host, path, name string) {
		if !harmless(scheme, user, host, path, name) || strings.Contains(scheme, "/") { // a slash makes a path of it, which is shown
			return
		}
		info := url.UserPassword(user, secret).String() + "@"
		raw := scheme + "://" + info + host + path + "?" + name + "=" + secret + "#" + secret
		out := redact.RawURL(raw)
		if leaks(out) {
			t.Errorf("%q: got %q", raw, out)
		}
		again, err := url.Parse(out)
		if err != nil || again.User != nil || again.Fragment != "" {
			t.Errorf("%q: got %q, which is %v, %v", raw, out, again, err)
		}
		u, err := url.Parse(raw)
		if err != nil {
			return
		}
		if got, want := string(redact.AppendURL(nil, u)), redact.URL(u); got != want {
			t.Errorf("%q: AppendURL says %q, URL %q", raw, got, want)
		}
		if out := (redact.Masker{}).URL(u, nil); leaks(out) {
			t.Errorf("%q: a Cover says %q", raw, out)
		}
	})
}

// FuzzRawURL: whatever the text, what comes out is a URL without user info and
// fragment.
func FuzzRawURL(f *testing.F) {
	for _, s := range []string{"http://u:p@h/?a=b#c", "http:/u:p@h", "u:p@h", "//u@h", "/users/@me", "http://h:port", "a b", "%", "?;=&%zz=%zz&x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		out := redact.RawURL(raw)
		u, err := url.Parse(out)
		if err != nil || u.User != nil || u.Fragment != "" {
			t.Errorf("%q: got %q, which is %v, %v", raw, out, u, err)
		}
	})
}
