package redact_test

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"strings"
	"testing"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/redact"
)

func TestTheTextOfAForeignErrorWasPrintedAsItWas(t *testing.T) {
	for _, text := range []string{
		"dial https://user:" + secret + "@h/?access_token=" + secret + " failed, Authorization: Bearer " + secret,
		"GET https://h/a?q=" + secret + "&x=" + secret + ": 500",
		"GET https://h/a#" + secret,
		"GET /a?q=" + secret + "#" + secret,
		"got 401 for Bearer " + secret,
		"got 401 for bearer token " + secret,
		"bad Basic " + secret + ", try again",
		"header Authorization: " + secret,
		"X-Api-Key=" + secret,
		`{"client_secret":"` + secret + `"}`,
		"<password>" + secret + "</password>",
		"<soap:Password type='x'>" + secret,
		"proxy http://u:" + secret + "@p:1: refused",
		"-----BEGIN PRIVATE KEY-----\n" + secret,
		"cannot parse (https://u:" + secret + "@h:port/)",
	} {
		cause := errors.New(text)
		for what, err := range map[string]error{
			"alone": cause, "wrapped": fmt.Errorf("vault: %w", cause), "joined": errors.Join(errors.New("a"), cause),
			"in two": fmt.Errorf("%w, %w", errors.New("a"), cause), "own text": fmt.Errorf("%s: %w", text, errors.New("refused")),
			"own text behind": fmt.Errorf("%w (%s)", errors.New("refused"), text),
			"own text of two": fmt.Errorf("%s: %w, %w", text, errors.New("a"), errors.New("b")),
			"an HTTPError":    &httperror.Error{Kind: httperror.Auth, Err: cause},
			"a url.Error":     &url.Error{Op: "Get", URL: "https://h/", Err: cause},
			"a PathError":     &fs.PathError{Op: "open", Path: "/a", Err: cause},
			"an OpError":      &net.OpError{Op: "dial", Net: "tcp", Err: cause},
		} {
			got := redact.Error(err)
			for e := got; e != nil; e = errors.Unwrap(e) {
				if shown := fmt.Sprintf("%v %+v %#v %s", e, e, e, e); leaks(shown) {
					t.Errorf("%s, %s: got %s", what, text, shown)
				}
			}
			if errors.Is(err, cause) && !errors.Is(got, cause) {
				t.Errorf("%s, %s: errors.Is does not find the cause", what, text)
			}
			if again := redact.Error(got); again.Error() != got.Error() {
				t.Errorf("%s: got %s, the second time %s", what, got, again)
			}
		}
	}
}

func TestAHarmlessTextOfAnErrorStaysAsItIs(t *testing.T) {
	for _, err := range []error{
		errors.New("dial tcp 127.0.0.1:80: connect: connection refused"),
		errors.New("a user for Basic must not have a colon"),
		errors.New("the bearer token is empty"),
		errors.New("Basic authentication failed"),
		errors.New("basic auth required"),
		errors.New("unsupported protocol scheme \"ftp\""),
		errors.New("see https://example.com/docs/errors, section 3."),
		errors.New("status code: 42, error code=NOT_FOUND"),
		errors.New("1 < 2 and a: b"),
		errors.New("http2: server sent GOAWAY and closed the connection; LastStreamID=1, ErrCode=NO_ERROR, debug=\"\""),
		errors.New("rpc error: code = Unavailable desc = not ready"),
		errors.New("https response error StatusCode: 403, RequestID: 42, api error AccessDenied: denied"),
		errors.New("expected element type <a> but have <token>"),
		errors.New("net/http: HTTP/1.x transport connection broken: malformed HTTP response \"x\""),
		errors.New("proxyconnect tcp: dial tcp: lookup proxy.test: no such host"),
		fmt.Errorf("read token: %w", &fs.PathError{Op: "open", Path: "/run/secrets/token", Err: fs.ErrNotExist}),
		&net.DNSError{Err: "no such host", Name: "token"},
		&net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "vault-secret"}},
	} {
		if got := redact.Error(err); got != err {
			t.Errorf("got %q, want %q as it was", got, err)
		}
	}
}

func TestOnlyTheSecretOfAnErrorIsHidden(t *testing.T) {
	for in, want := range map[string]string{
		"GET https://u:p@h/a?b=c&d: refused":         "GET https://h/a?b=xxxxx&xxxxx: refused",
		"(see https://h/a?b=c).":                     "(see https://h/a?b=xxxxx).",
		"GET /a?b=c, then /d?e=f!":                   "GET /a?b=xxxxx, then /d?e=xxxxx!",
		"login <password>p</password> refused":       "login <password>xxxxx</password> refused",
		"server says: Basic abc is not Bearer def":   "server says: Basic xxxxx is not Bearer xxxxx",
		`parse "https://u:p@h:port": invalid port`:   `parse "xxxxx": invalid port`,
		"why? because: a=b":                          "why? because: a=b",
		"token=a&page=2":                             "token=xxxxx&page=2",
		"callback ?code=abc&state=1 and error code=": "callback ?code=xxxxx&state=xxxxx and error code=",
	} {
		if got := redact.Error(errors.New(in)).Error(); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", in, got, want)
		}
	}
	wrapper := fmt.Errorf("with password=p: %w", fs.ErrNotExist)
	if got := redact.Error(wrapper); !strings.HasSuffix(got.Error(), "file does not exist") && !errors.Is(got, fs.ErrNotExist) {
		t.Errorf("got %v, want the cause in it", got)
	}
}
