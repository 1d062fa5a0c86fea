package redact_test

import (
	"net/http"
	"strings"
	"testing"

	"example.com/outbound/internal/redact"
)

// upload is a multipart body with a field, a secret field and a file.
func upload(file string) string {
	return strings.Join([]string{
		"--b", `Content-Disposition: form-data; name="title"`, "", "a cat",
		"--b", `Content-Disposition: form-data; name="api_key"`, "", secret,
		"--b", `Content-Disposition: form-data; name="meta"`, "Content-Type: application/json", "", `{"pin":"` + secret + `","a":1}`,
		"--b", `Content-Disposition: form-data; name="file"; filename="cat.png"`, "Content-Type: image/png", "", file,
		"--b--", "",
	}, "\r\n")
}

func TestAMultipartFieldShowedASecret(t *testing.T) {
	file := "\x89PNG\x00\x01\xff password=" + secret + "\x00end"
	got := string(redact.Masker{}.Multipart([]byte(upload(file)), "b", long))
	if leaks(got) || !strings.Contains(got, "a cat") || !strings.Contains(got, `{"pin":"xxxxx","a":1}`) || !strings.Contains(got, "(34 bytes)") {
		t.Errorf("got %s", got)
	}
	for max := range len(got) + 2 {
		cut := string(redact.Masker{}.Multipart([]byte(upload(file)), "b", max))
		if len(cut) > max || leaks(cut) || cut != "" && !strings.HasSuffix(cut, "--b--\r\n") {
			t.Fatalf("in %d bytes: got %q", max, cut)
		}
	}
	for size := range len(upload(file)) {
		if got := (redact.Masker{}).Multipart([]byte(upload(file)[:size]), "b", long); leaks(got) {
			t.Fatalf("cut after %d bytes: got %q", size, got)
		}
	}
}

func TestABodyKeepsWhatIsNoSecret(t *testing.T) {
	file := "\x89PNG\x00\x01\xff password=" + secret + "\x00end\xfe"
	got := string((redact.Masker{}).Body([]byte(upload(file)), "multipart/form-data; boundary=b"))
	if leaks(got) || !strings.Contains(got, "\x89PNG\x00\x01\xff password=xxxxx\x00end\xfe") {
		t.Errorf("got %q", got)
	}
	for _, tt := range []struct{ name, contentType, in, want string }{
		{"JSON of a broken type", "application/json; charset", `{"pin":12}`, `{"pin":"xxxxx"}`},
		{"JSON of no type", "", ` {"pin":12}`, `{"pin":"xxxxx"}`},
		{"JSON that is a text", "text/plain", `{"name":"token","value":"a"}`, `{"name":"token","value":"xxxxx"}`},
		{"a name given twice", "application/json", `{"x":{"password":"a"},"x":1}`, `{"x":{"password":"xxxxx"},"x":1}`},
		{"JSON in lines", "application/x-ndjson", "{\"pin\":1}\n{\"a\":1}\n", "{\"pin\":\"xxxxx\"}\n{\"a\":1}\n"},
		{"XML of no type", "", "<a><pin>1</pin></a>", "<a><pin>xxxxx</pin></a>"},
		{"XML that is broken", "text/xml", "<a><pin>1</pin><b></a>", "<a><pin>xxxxx</pin><b></a>"},
		{"a secret in a comment", "text/xml", "<a><!-- password=p --></a>", "<a></a>"},
		{"a form with a broken escape", "application/x-www-form-urlencoded", "a=%zz&pin=1", "a=xxxxx&pin=xxxxx"},
		{"a text that is not UTF-8", "text/plain", "\xe9t\xe9 password=h\xe9 x\nb", "\xe9t\xe9 password=xxxxx\nb"},
		{"what is no text", "application/octet-stream", "\x00pin=1\x00\x01a\x02", "\x00pin=xxxxx\x00\x01a\x02"},
		{"nothing to hide in JSON", "application/json", `{ "a" : "\u003c" }`, `{ "a" : "\u003c" }`},
		{"nothing to hide in XML", "text/xml", `<?xml version="1.0"?><a><!-- b --><c/></a>`, `<?xml version="1.0"?><a><!-- b --><c/></a>`},
		{"nothing to hide in a form", "application/x-www-form-urlencoded", "b=%20&a=é", "b=%20&a=é"},
		{"an error's code", "application/json", `{"error":{"code":"not_found"},"code":7}`, `{"error":{"code":"not_found"},"code":7}`},
		{"OAuth's code", "application/x-www-form-urlencoded", "code=a&code_verifier=b", "code=xxxxx&code_verifier=xxxxx"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := string((redact.Masker{}).Body([]byte(tt.in), tt.contentType)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAMaskerKeepsTheShape(t *testing.T) {
	var found []string
	m := redact.Masker{Shape: true, Found: func(v string) { found = append(found, v) }}
	got := string(m.JSON([]byte(`{"secret":{"a":["s",1,true,null]},"b":1,"token":2}`), long))
	if want := `{"secret":{"a":["xxxxx",0,true,null]},"b":1,"token":0}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := strings.Join(found, " "); got != "s 1 2" {
		t.Errorf("found %q, want s 1 2", got)
	}
}

func TestAFieldOfAnAnswerKeptAnAddressWithCredentials(t *testing.T) {
	link := "<https://u:" + secret + "@h/?page=2&access_token=" + secret + `>; rel="next"`
	h := redact.ResponseHeader(http.Header{
		"Link": {link, link}, "Content-Location": {"https://u:" + secret + "@h/?a=" + secret}, "Location": {"/?a=" + secret, "/?b=" + secret},
		"Refresh": {"5; url=https://u:" + secret + "@h/?token=" + secret}, "Sourcemap": {"/x.map?sig=" + secret}, "X-Session-Id": {secret},
		"X-Debug": {"Authorization: Bearer " + secret}, "Content-Type": {"text/plain"}, "Www-Authenticate": {`Bearer realm="x", error="invalid_token"`},
	})
	for name, values := range h {
		if leaks(strings.Join(values, " ")) {
			t.Errorf("%s: %q", name, values)
		}
	}
	if got, want := h.Get("Link"), `<https://h/?page=2&access_token=xxxxx>; rel="next"`; got != want {
		t.Errorf("Link: got %s, want %s", got, want)
	}
	if got, want := h.Get("Www-Authenticate"), `Bearer realm="x", error="invalid_token"`; got != want {
		t.Errorf("a challenge: got %s, want %s", got, want)
	}
	if len(h["Location"]) != 2 || h.Get("X-Session-Id") != "" || h.Get("Content-Type") != "text/plain" {
		t.Errorf("got %v", h)
	}
}
