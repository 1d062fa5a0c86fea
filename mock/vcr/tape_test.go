package vcr_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/outbound/mock/vcr"
)

// base answers every request with the same response.
type base struct {
	header http.Header
	body   string
}

func (b base) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		_, _ = io.Copy(io.Discard, req.Body)
		_ = req.Body.Close()
	}
	h := b.header.Clone()
	if h == nil {
		h = http.Header{}
	}
	return &http.Response{
		StatusCode: 200, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: h,
		Body: io.NopCloser(strings.NewReader(b.body)), ContentLength: int64(len(b.body)), Request: req,
	}, nil
}

// exchange is a request and its answer.
type exchange struct {
	method, url, body string
	header            http.Header
	answer            base
}

func (e exchange) send(t testing.TB, rt http.RoundTripper) (*http.Response, string, error) {
	t.Helper()
	method := e.method
	if method == "" {
		method = "POST"
	}
	req, err := http.NewRequestWithContext(t.Context(), method, e.url, strings.NewReader(e.body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = e.header.Clone()
	if req.Header == nil {
		req.Header = http.Header{}
	}
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return nil, "", err
	}
	body, err := io.ReadAll(resp.Body)
	return resp, string(body), err
}

// record makes a tape of the exchanges and returns its text.
func record(t *testing.T, name string, opts []vcr.Option, all ...exchange) (text string) {
	t.Helper()
	t.Run("record", func(t *testing.T) {
		t.Setenv(vcr.Env, "record")
		for i, e := range all {
			if i > 0 {
				t.Setenv(vcr.Env, "extend")
			}
			t.Run("exchange", func(t *testing.T) {
				tape := vcr.New(t, name, append(opts, vcr.Through(e.answer))...)
				if _, got, err := e.send(t, tape); err != nil || got != e.answer.body {
					t.Errorf("got %q, %v while recording, want the answer itself", got, err)
				}
			})
		}
	})
	b, err := os.ReadFile(name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func zipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, s)
	_ = w.Close()
	return b.String()
}

func header(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Add(pairs[i], pairs[i+1])
	}
	return h
}

// upload is a multipart body with a secret in a field, a name and a file.
func upload(boundary, secret string) string {
	return strings.ReplaceAll(strings.Join([]string{
		"--B", `Content-Disposition: form-data; name="title"`, "", "a cat",
		"--B", `Content-Disposition: form-data; name="api_key"`, "", secret,
		"--B", `Content-Disposition: form-data; name="x-` + secret + `"`, "", "y",
		"--B", `Content-Disposition: form-data; name="file"; filename="` + secret + `.png"`, "Content-Type: image/png", "", "\x89PNG\x00\xff " + secret + "\x00",
		"--B--", "",
	}, "\r\n"), "--B", "--"+boundary)
}

// exchanges have a secret in a place each. They leave out what differs in other
// ways from run to run.
func exchanges(secret, boundary string) map[string]exchange {
	const url, form = "https://api.test/x", "application/x-www-form-urlencoded"
	json := header("Content-Type", "application/json")
	return map[string]exchange{
		"a compressed answer":              {url: url, answer: base{header("Content-Type", "application/json", "Content-Encoding", "gzip"), zipped(`{"access_token":"` + secret + `"}`)}},
		"an answer compressed twice":       {url: url, answer: base{header("Content-Encoding", "gzip, x-gzip"), zipped(zipped(`{"access_token":"` + secret + `"}`))}},
		"a compressed request":             {url: url, header: header("Content-Type", "application/json", "Content-Encoding", "gzip"), body: zipped(`{"password":"` + secret + `"}`)},
		"an upload":                        {url: url, header: header("Content-Type", "multipart/form-data; boundary="+boundary), body: upload(boundary, secret)},
		"an upload of a broken type":       {url: url, header: header("Content-Type", "multipart/form-data; boundary"), body: upload(boundary, secret)},
		"a type that does not parse":       {url: url, header: header("Content-Type", "application/json; charset"), body: `{"pin":"` + secret + `","echo":"` + secret + `"}`},
		"no type":                          {url: url, body: `{"pin":"` + secret + `"}`, answer: base{nil, `{"pin":"` + secret + `"}`}},
		"a name given twice":               {url: url, header: json, body: `{"x":{"password":"` + secret + `"},"x":1}`},
		"a pair of name and value":         {url: url, header: json, body: `[{"value":"` + secret + `","name":"api_key"}]`},
		"a text that is not UTF-8":         {url: url, header: header("Content-Type", "text/plain"), body: "password=" + secret + " \xe9"},
		"bytes":                            {url: url, header: header("Content-Type", "application/octet-stream"), body: "\x00\x01password=" + secret + "\x00\xe9"},
		"an attribute":                     {url: url, header: header("Content-Type", "text/xml"), body: `<a><add key="password" value="` + secret + `"/></a>`},
		"XML that is broken":               {url: url, header: header("Content-Type", "text/xml"), body: `<a><password>` + secret + `</password><b></a>`},
		"a form with a broken escape":      {url: url, header: header("Content-Type", form), body: "a=%zz&password=" + secret + "&b=1;c=2"},
		"a query with a semicolon":         {url: url + "?a=1;b=2&token=" + secret + "&c=%zz"},
		"OAuth's code":                     {url: url + "?code=" + secret, header: header("Content-Type", form), body: "code=" + secret},
		"user info":                        {url: "https://user:" + secret + "@api.test/x?q=" + secret},
		"a header, repeated elsewhere":     {url: url + "/" + secret, header: header("X-Api-Key", secret, "User-Agent", secret), answer: base{header("Server", secret, "X-Seen", secret, "Link", "</"+secret+">"), "your key is " + secret}},
		"a cookie, repeated elsewhere":     {url: url, header: header("Cookie", "a=b; sid="+secret), answer: base{header("Set-Cookie", "sid="+secret+"; Path=/"), secret}},
		"an address":                       {url: url, answer: base{header("Location", "https://u:"+secret+"@h.test/?token="+secret, "Content-Location", "/?sig="+secret), ""}},
		"an answer in lines":               {url: url, answer: base{header("Content-Type", "application/x-ndjson"), "{\"pin\":\"" + secret + "\"}\n{\"a\":\"" + secret + "\"}\n"}},
		"a path":                           {url: "https://api.test/bot" + secret + "/send", answer: base{nil, "bot " + secret}},
		"a path behind another":            {url: "https://api.test/v1/keys/" + secret},
		"a name of the organisation":       {url: url + "?Tenant=" + secret, header: json, body: `{"tenant":"` + secret + `"}`},
		"a password in the text of a form": {url: url, header: header("Content-Type", form), body: "next=https%3A%2F%2Fu%3A" + secret + "%40h%2F"},
	}
}

func TestATapeKeptASecret(t *testing.T) {
	opts := []vcr.Option{vcr.Hide("tenant", "/bot{token}/"), vcr.Hide("/*/keys/{key}")}
	for name, e := range exchanges("c4n4ry-one", "b0undary1") {
		t.Run(name, func(t *testing.T) {
			tape := filepath.Join(t.TempDir(), "tape")
			text := record(t, tape, opts, e)
			if strings.Contains(text, "c4n4ry") || strings.Contains(text, "!!binary") && strings.Contains(unbinary(t, text), "c4n4ry") {
				t.Errorf("the tape has the secret:\n%s", text)
			}
			for _, secret := range []string{"c4n4ry-one", "an0ther-one"} {
				again := exchanges(secret, "a"+secret[:5])[name]
				again.answer = base{}
				resp, got, err := again.send(t, vcr.New(t, tape, opts...))
				if err != nil {
					t.Fatalf("with %s: %v\n%s", secret, err, text)
				}
				if strings.Contains(got, "c4n4ry") || resp.Header.Get("Content-Encoding") != "" || resp.ContentLength != int64(len(got)) {
					t.Errorf("got %q, %v", got, resp)
				}
			}
		})
	}
}

// unbinary is what the binary texts of a tape decode to.
func unbinary(t *testing.T, text string) string {
	t.Helper()
	var all strings.Builder
	for _, i := range load(t, text).Interactions {
		all.WriteString(i.Request.Body + i.Response.Body)
	}
	return all.String()
}

func TestABodyThatCannotBeSearchedIsNotRecorded(t *testing.T) {
	for name, h := range map[string]http.Header{
		"an unknown coding": header("Content-Encoding", "br"), "a broken coding": header("Content-Encoding", "gzip"),
		"a charset of two bytes": header("Content-Type", "application/json; charset=utf-16"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(vcr.Env, "record")
			tape := filepath.Join(t.TempDir(), "tape")
			s := &spy{TB: t}
			e := exchange{url: "https://api.test/x?token=c4n4ry", answer: base{h, "c4n4ry"}}
			if _, got, err := e.send(t, vcr.New(s, tape, vcr.Through(e.answer))); err != nil || got != "c4n4ry" {
				t.Errorf("got %q, %v, want the answer all the same", got, err)
			}
			if said := s.end(); !strings.Contains(said, "cannot be") || strings.Contains(said, "c4n4ry") {
				t.Errorf("got %q, want why it is not recorded", said)
			}
			if _, err := os.Stat(tape + ".yaml"); err == nil {
				t.Error("got a tape, want none")
			}
		})
	}
}

func TestATapeAnsweredARequestWithAnotherNumber(t *testing.T) {
	e := func(body string) exchange {
		return exchange{url: "https://api.test/x", header: header("Content-Type", "application/json"), body: body, answer: base{nil, body}}
	}
	tape := filepath.Join(t.TempDir(), "tape")
	record(t, tape, nil, e(`{"id":9007199254740993,"a":1}`))
	for body, want := range map[string]bool{
		`{"id":9007199254740992,"a":1}`: false, `{"id":9007199254740994,"a":1}`: false, `{"a":1.0,"id":9007199254740993}`: true,
	} {
		s := &spy{TB: t}
		_, _, err := e(body).send(t, vcr.New(s, tape))
		if found := !errors.Is(err, vcr.ErrNotOnTape); found != want {
			t.Errorf("%s: found %v, want %v (%v)", body, found, want, err)
		}
		s.end()
	}
}

func TestAShortSecretIsHiddenWhereItIsAWord(t *testing.T) {
	tape := filepath.Join(t.TempDir(), "tape")
	text := record(t, tape, nil, exchange{
		url: "https://api.test/x", header: header("Content-Type", "application/json"), body: `{"password":"abc12","pin":123456,"otp":"on"}`,
		answer: base{header("Content-Type", "application/json"), `{"msg":"your password abc12 is set on","same":"abc123","echo":"123456","n":123456}`},
	})
	if want := `{"msg":"your password xxxxx is set on","same":"abc123","echo":"xxxxx","n":0}`; !strings.Contains(text, want) {
		t.Errorf("got\n%s\nwant %s", text, want)
	}
}

func TestATokenOfOneExchangeIsHiddenInTheAnswersOfAll(t *testing.T) {
	t.Setenv(vcr.Env, "record")
	name := filepath.Join(t.TempDir(), "tape")
	t.Run("record", func(t *testing.T) {
		tape := vcr.New(t, name, vcr.Through(base{header("Content-Type", "application/json"), `{"note":"c4n4ry-token"}`}))
		for _, h := range []http.Header{nil, header("Authorization", "Bearer c4n4ry-token")} {
			if _, _, err := (exchange{url: "https://api.test/x", header: h}).send(t, tape); err != nil {
				t.Error(err)
			}
		}
	})
	if text, err := os.ReadFile(name + ".yaml"); err != nil || strings.Contains(string(text), "c4n4ry") {
		t.Errorf("got %v\n%s", err, text)
	}
}

func TestAPathToHideNamesItsSecret(t *testing.T) {
	s := &spy{TB: t}
	if got := s.fatal(func() { vcr.New(s, "nowhere", vcr.Hide("/bot")) }); !strings.Contains(got, "{braces}") {
		t.Errorf("got %q, want what is missing", got)
	}
}
