package vcr_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"gopkg.in/dnaeon/go-vcr.v4/pkg/cassette"

	"example.com/outbound/mock/vcr"
)

func load(t testing.TB, text string) *cassette.Cassette {
	t.Helper()
	tape := &cassette.Cassette{}
	if err := yaml.Unmarshal([]byte(text), tape); err != nil {
		t.Fatal(err)
	}
	return tape
}

// FuzzTape: a secret that a request has under a name that promises one is on the
// tape nowhere, whatever stands around it, and the tape answers the same request
// with another secret.
func FuzzTape(f *testing.F) {
	for shape := range uint8(6) {
		f.Add("", "", "application/json", shape)
		f.Add("a=1&", "&b=%zz", "application/x-www-form-urlencoded", shape)
	}
	f.Add("\x00\xff", "\xe9", "text/plain; charset", uint8(3))
	f.Add("{\"a\":", "}", "", uint8(0))
	f.Fuzz(func(t *testing.T, before, after, contentType string, shape uint8) {
		const secret = "c4n4ry-secret"
		text := before + after + contentType
		if strings.Contains(text, "c4") || strings.Contains(text, "an0") || strings.ContainsAny(contentType, "\r\n\x00") {
			return
		}
		var failed bool
		build := func(secret string) exchange {
			e := exchange{url: "https://api.test/x", header: http.Header{"Content-Type": {contentType}, "X-Api-Key": {secret}}}
			shapes := []string{`{"password":"` + secret + `"}`, "password=" + secret, secret, "<pin>" + secret + "</pin>", "Bearer " + secret, "?token=" + secret}
			e.body = before + shapes[int(shape)%len(shapes)] + after
			e.answer = base{http.Header{"Content-Type": {contentType}}, e.body}
			return e
		}
		name := filepath.Join(t.TempDir(), "tape")
		s := &spy{TB: t}
		t.Setenv(vcr.Env, "record")
		e := build(secret)
		if _, _, err := e.send(t, vcr.New(s, name, vcr.Through(e.answer))); err != nil {
			return // no request
		}
		if failed = s.end() != ""; failed {
			return // a charset that is refused
		}
		written, err := os.ReadFile(name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range load(t, string(written)).Interactions {
			if strings.Contains(i.Request.URL+i.Request.Body+i.Response.Body, secret) {
				t.Errorf("%q: got %q and %q", e.body, i.Request.Body, i.Response.Body)
			}
		}
		t.Setenv(vcr.Env, "replay")
		s = &spy{TB: t}
		if _, _, err := build(secret).send(t, vcr.New(s, name)); err != nil {
			t.Errorf("%q: %v\n%s", e.body, err, s.end())
		}
	})
}
