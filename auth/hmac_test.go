package auth_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"

	"example.com/outbound/auth"
	"example.com/outbound/httperror"
)

var secret = []byte("key")

// sign is the signature of a text, written from the documentation.
func sign(text string) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func sum(body string) string {
	s := sha256.Sum256([]byte(body))
	return hex.EncodeToString(s[:])
}

func TestHMACSignsTheCanonicalText(t *testing.T) {
	const date = "Sat, 01 Jan 2000 00:00:00 GMT"
	for _, tt := range []struct {
		name    string
		req     func(*testing.T) *http.Request
		headers []string
		want    []string // lines
		names   string
	}{
		{"a bare GET", func(t *testing.T) *http.Request { return get(t, home) }, nil,
			[]string{"GET", "/", "", date, "host:api.example.com", sum("")}, "host"},
		{"a path and a query", func(t *testing.T) *http.Request { return get(t, home+":8443/a%2Fb/%C3%BC?b=2&a=z+x&a=~&c") }, nil,
			[]string{"GET", "/a%2Fb/%C3%BC", "a=z+x&a=~&b=2&c=", date, "host:api.example.com:8443", sum("")}, "host"},
		{"a body and fields", func(t *testing.T) *http.Request {
			req := post(t, home+"/x", "body")
			req.Header = http.Header{"X-B": {" 2 ", "3"}, "Content-Type": {"text/plain"}}
			return req
		}, []string{"x-b", "Content-Type", "X-Absent", "Host", "date", "X-B"},
			[]string{"POST", "/x", "", date, "host:api.example.com", "content-type:text/plain", "x-absent:", "x-b:2,3", sum("body")},
			"host content-type x-absent x-b"},
		{"another host and date", func(t *testing.T) *http.Request {
			req := get(t, home)
			req.Host = "virtual.example"
			req.Header.Set("Date", "Sun, 06 Nov 1994 08:49:37 GMT")
			return req
		}, nil, []string{"GET", "/", "", "Sun, 06 Nov 1994 08:49:37 GMT", "host:virtual.example", sum("")}, "host"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				req := authorized(t, auth.HMAC(`my "key"`, secret, tt.headers...), tt.req(t))
				want := `HMAC-SHA256 keyId="my \"key\"", headers="` + tt.names + `", signature="` + sign(strings.Join(tt.want, "\n")) + `"`
				if got := req.Header.Get("Authorization"); got != want {
					t.Errorf("got  %s\nwant %s", got, want)
				}
				if got := req.Header.Get("Date"); got != tt.want[3] {
					t.Errorf("got date %q, want %q", got, tt.want[3])
				}
			})
		})
	}
}

// verify is a server that checks the signature by the documentation.
func verify(w http.ResponseWriter, r *http.Request) {
	m := regexp.MustCompile(`headers="(.*)", signature="(.*)"`).FindStringSubmatch(r.Header.Get("Authorization"))
	body, _ := io.ReadAll(r.Body)
	lines := []string{r.Method, r.URL.EscapedPath(), r.URL.Query().Encode(), r.Header.Get("Date")}
	for name := range strings.FieldsSeq(m[1]) {
		value := strings.Join(r.Header.Values(name), ",")
		if name == "host" {
			value = r.Host
		}
		lines = append(lines, name+":"+value)
	}
	if sign(strings.Join(append(lines, sum(string(body))), "\n")) != m[2] {
		http.Error(w, "signature", http.StatusForbidden)
	}
}

func TestAServerCanVerifyTheSignature(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(verify))
	defer srv.Close()
	rt := chain(t, http.DefaultTransport, auth.HMAC("id", secret, "Content-Type", "X-Two"), srv.URL)
	for _, path := range []string{"/", "", "/a%2fb/ü x", "/?q=a+b&q=%20&a", "/%7Euser/~user"} {
		req := post(t, srv.URL+path, "body")
		req.Header = http.Header{"Content-Type": {"text/plain"}, "X-Two": {" a", "b "}}
		if status := send(t, rt, req); status != 200 {
			t.Errorf("%q: got %d", path, status)
		}
	}
}

func TestHMACDoesNotSignWhatItCannotRead(t *testing.T) {
	once := post(t, home, "body")
	once.GetBody = nil
	gone := post(t, home, "body")
	gone.GetBody = func() (io.ReadCloser, error) { return nil, errors.New("gone") }
	for name, req := range map[string]*http.Request{
		"a body that is read once":   once,
		"a body that is gone":        gone,
		"a query that is no pairs":   get(t, home+"/?a;b"),
		"a query that is no escapes": get(t, home+"/?a=%zz"),
	} {
		t.Run(name, func(t *testing.T) {
			base := &record{}
			_, err := chain(t, base, auth.HMAC("id", secret), home).RoundTrip(req)
			if !errors.Is(err, httperror.Auth) || len(base.sent) != 0 {
				t.Errorf("got %v and %d requests, want kind auth and none", err, len(base.sent))
			}
		})
	}
}

func TestHMACLeavesTheCallersFieldAloneAndKeepsItsOwnSecret(t *testing.T) {
	key := []byte("key")
	s := auth.HMAC("id", key)
	copy(key, "xxx")
	req := get(t, home)
	req.Header.Set("Date", "d")
	want := sign("GET\n/\n\nd\nhost:api.example.com\n" + sum(""))
	if got := authorized(t, s, req).Header.Get("Authorization"); !strings.Contains(got, want) {
		t.Errorf("got %s, want signature %s", got, want)
	}
	req.Header.Set("Authorization", "mine")
	if got := authorized(t, s, req).Header.Get("Authorization"); got != "mine" {
		t.Errorf("got %q, want the caller's own", got)
	}
}
