package redact_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"example.com/outbound/internal/redact"
)

// hostile are texts of n bytes or more, made to be slow.
func hostile(n int) map[string]string {
	all := map[string]string{"pairs cut into each other": strings.Repeat(`{"v":`, n/5) + `"x"` + strings.Repeat(`,"name":"password"}`, n/5)}
	for name, unit := range map[string]string{
		"separators": "=", "names": "a=", "quotes": `"`, "tags": "<token>", "open tags": "<token", "other tags": "<token1><token2>",
		"addresses": "a://b@", "questions": "?a=b", "schemes": "bearer ", "spaces": "a ", "colons": "a : ", "escapes": "%25",
		"parts": "a&", "values": "value=1&name=x&", "objects": `{"name":"a","value":`, "lists": "[", "attributes": `<a b="c">`,
		"bytes": "\xff", "keys": "-----BEGIN PRIVATE KEY-----", "jwt": "eyJ.eyJ.", "dots": ".a", "capitals": "aB", "brackets": "[a]",
		"lines of JSON": "{\"a\":1}\n", "broken lines of JSON": "{\"a\":\n", "boundaries": "\r\n--b\r\n\r\n", "name and value": "<name>token</name><value>",
		"digest": "digest a=", "passwords": "password=a&", "quoted": `token="a`,
	} {
		all[name] = strings.Repeat(unit, n/len(unit)+1)
	}
	return all
}

// everything is all that the package makes of a text.
func everything(s string) {
	n := redact.NewNames("iban")
	m := redact.Masker{Names: n, Replace: func(s string) string { return s }}
	m.JSON([]byte(s), len(s)*2)
	m.XML([]byte(s), len(s)*2)
	m.XML([]byte("<a>"+s), len(s)*2)
	m.Form([]byte(s), len(s)*2)
	m.Query(s, nil)
	m.Multipart([]byte("--b\r\n\r\n"+s), "b", len(s)*2)
	m.Body([]byte(s), "")
	m.Text(s)
	n.Sensitive(s)
	n.RawURL("https://h/" + s)
	n.URL(&url.URL{Scheme: "https", Host: "h", Path: "/" + s, RawQuery: s})
	n.AppendURL(nil, &url.URL{Scheme: "https", Host: s, Path: "/" + s, RawQuery: s})
	n.ResponseHeader(http.Header{"X-A": {s}, "Location": {s}})
	_ = n.Error(errors.New(s)).Error()
}

func TestAHostileTextTakesTimeByItsLength(t *testing.T) {
	const size = 32 << 10
	for name, long := range hostile(size) {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			everything(long)
			if took := time.Since(began); took > 5*time.Second { // a square of 32 KiB takes minutes
				t.Errorf("got %s for %d bytes", took, len(long))
			}
		})
	}
}

func TestWhatIsPrintedIsUTF8(t *testing.T) {
	for name, s := range hostile(100) {
		for _, s := range []string{s + "\xff\xc3(", "\xff=" + s, s[:len(s)/2] + "\x80\u202e" + s} {
			n := redact.NewNames("iban")
			u := &url.URL{Scheme: "https", Host: "h" + s, Path: s, RawQuery: s}
			h := n.Header(http.Header{"Server": {s}, "X-A": {s}}, "X-A")
			m := redact.Masker{Names: n}
			for what, got := range map[string]string{
				"URL": n.URL(u), "AppendURL": string(n.AppendURL(nil, u)), "Masker.URL": m.URL(u, func(string) bool { return false }),
				"RawURL": n.RawURL(s), "Query": m.Query(s, nil), "Text": m.Text(s), "Server": h.Get("Server"), "X-A": h.Get("X-A"),
				"JSON": string(m.JSON([]byte(s), 1000)), "XML": string(m.XML([]byte(s), 1000)), "Form": string(m.Form([]byte(s), 1000)),
				"Multipart":      string(m.Multipart([]byte("--b\r\n\r\n"+s+"\r\n--b--"), "b", 1000)),
				"without a host": n.URL(&url.URL{Path: s}), "opaque": n.URL(&url.URL{Scheme: s, Opaque: s}),
			} {
				if !utf8.ValidString(got) {
					t.Errorf("%s: %s is not UTF-8: %q", name, what, got)
				}
			}
		}
	}
}
