package redact_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/textproto"
	"net/url"
	"strings"
	"testing"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/redact"
)

func TestError(t *testing.T) {
	told := &url.Error{Op: "Get", URL: "https://u:" + secret + "@h/?a=" + secret + "#" + secret, Err: io.EOF}
	_, unparsable := url.Parse("http://u:" + secret + "@h:port")
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"a url.Error", told, `Get "https://h/?a=xxxxx": EOF`},
		{"what is no URL", unparsable, `parse "xxxxx": invalid URL`},
		{"one around another", &url.Error{Op: "Get", URL: "https://h/", Err: told}, `Get "https://h/": Get "https://h/?a=xxxxx": EOF`},
		{"a wrapped one", fmt.Errorf("vault: %w", told), `Get "https://h/?a=xxxxx": EOF`},
		{"a joined one", errors.Join(io.ErrNoProgress, told), io.ErrNoProgress.Error() + "\n" + `Get "https://h/?a=xxxxx": EOF`},
		{"the cause of an HTTPError", &httperror.Error{Kind: httperror.Auth, Err: told}, "auth: EOF"},
		{"a Location that net/http quotes", &url.Error{Op: "Get", URL: "https://h/", Err: fmt.Errorf("failed to parse Location header %q: bad", secret)}, `Get "https://h/": failed to parse Location header`},
		{"a line that net/textproto quotes", fmt.Errorf("broken: %w", textproto.ProtocolError("malformed MIME header: missing colon: \"Set-Cookie "+secret+"\"")), "malformed MIME header: missing colon"},
		{"a key for a path", &fs.PathError{Op: "open", Path: "-----BEGIN PRIVATE KEY-----\n" + secret, Err: fs.ErrNotExist}, "open xxxxx: file does not exist"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := redact.Error(tt.err)
			if got.Error() != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			for e := got; e != nil; e = errors.Unwrap(e) {
				if text := fmt.Sprintf("%v %+v %#v %q", e, e, e, e); leaks(text) {
					t.Errorf("%T shows %s", e, text)
				}
			}
			if again := redact.Error(got); again.Error() != tt.want {
				t.Errorf("twice: got %s, want %s", again, tt.want)
			}
		})
	}
}

func TestErrorKeepsWhatItHides(t *testing.T) {
	cause := fmt.Errorf("vault: %w", &url.Error{Op: "Get", URL: "https://u:" + secret + "@h/", Err: io.EOF})
	got := redact.Error(cause)
	if !errors.Is(got, cause) || !errors.Is(got, io.EOF) {
		t.Errorf("got %v, want the cause and EOF in it", got)
	}
	var ue *url.Error
	if !errors.As(got, &ue) || leaks(ue.URL) {
		t.Errorf("got %v, want the redacted url.Error first", ue)
	}
	for _, plain := range []error{nil, io.EOF, fmt.Errorf("x: %w", io.EOF), &url.Error{Op: "Get", URL: "https://h/", Err: io.EOF}, &httperror.Error{Kind: httperror.Reset, Err: io.EOF}} {
		if got := redact.Error(plain); got != plain {
			t.Errorf("got %#v, want %#v itself: there is nothing to hide", got, plain)
		}
	}
}

func TestRawURL(t *testing.T) {
	for raw, want := range map[string]string{
		"https://u:p@h:80/a%2Fb?c=d&e#f": "https://h:80/a%2Fb?c=xxxxx&xxxxx",
		"/users/@me?x=1":                 "/users/@me?x=xxxxx",
		"http:/u:p@h/":                   redact.Mask,
		"u@h":                            redact.Mask,
		"http//u:p@h":                    redact.Mask,
		"http://:/u:p@h":                 redact.Mask,
		"//u@":                           redact.Mask,
		"http://h:port/":                 redact.Mask,
		"?http://u:p@h=1":                "?xxxxx",
	} {
		if got := redact.RawURL(raw); got != want {
			t.Errorf("%s: got %s, want %s", raw, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{"X-Key": "X-Key", "Authorization: Bearer x": "Authorization", "X Y": "X", "é": "", "": ""} {
		if got := redact.FieldName(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
	for path, want := range map[string]string{"/run/secrets/token": "/run/secrets/token", "a\nb": redact.Mask, "token=x": redact.Mask} {
		if got := redact.Path(path); got != want {
			t.Errorf("%q: got %q, want %q", path, got, want)
		}
	}
	if got := redact.Text("Basic Bearer " + strings.Repeat("x", 3) + " token: " + secret); leaks(got) {
		t.Errorf("got %q", got)
	}
}
