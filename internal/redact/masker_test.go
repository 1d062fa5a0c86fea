package redact_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"

	"example.com/outbound/internal/redact"
)

const long = 1 << 20

func TestJSON(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   string
		max  int
		want string
	}{
		{"nothing to hide is left as it is", `{"a":1,"b":[true,null,"x<y"],"c":{}}`, long, `{"a":1,"b":[true,null,"x<y"],"c":{}}`},
		{"space goes", " {\n\"a\" : 1 }\n", long, `{"a":1}`},
		{"a number keeps its digits", `{"n":1234567890123456789.10e+2}`, long, `{"n":1234567890123456789.10e+2}`},
		{"a sensitive member is hidden, whatever it is", `{"password":"p","token":1,"secret":{"a":["b"]},"key":[1],"x":2}`, long,
			`{"password":"xxxxx","token":"xxxxx","secret":"xxxxx","key":"xxxxx","x":2}`},
		{"however deep", `[[{"a":{"apiKey":"k"}}]]`, long, `[[{"a":{"apiKey":"xxxxx"}}]]`},
		{"a name written in escapes is the same name", `{"pass\u0077ord":"p"}`, long, `{"password":"xxxxx"}`},
		{"a name is the same in any case", `{"PaſſWord":"p","toKen":"t"}`, long, `{"PaſſWord":"xxxxx","toKen":"xxxxx"}`},
		{"a name given twice is hidden twice", `{"pin":1,"pin":2}`, long, `{"pin":"xxxxx","pin":"xxxxx"}`},
		{"a text that holds a secret", `{"u":"https://a:b@h/?token=t","h":"Bearer abc"}`, long, `{"u":"https://h/?token=xxxxx","h":"Bearer xxxxx"}`},
		{"what does not fit is left out", `{"a":"12345","b":"6789"}`, 15, `{"a":"12345"}`},
		{"a number that is cut is left out", `{"a":1,"b":1234567}`, 16, `{"a":1}`},
		{"what is cut inside a secret", `{"a":1,"password":"hunter2"}`, 24, `{"a":1}`},
		{"no room for anything", `{"a":1}`, 1, ``},
		{"an error ends it", `{"a":1,"b":hunter2}`, long, `{"a":1}`},
		{"what is no JSON is nothing", `password=hunter2`, long, ``},
		{"what follows the value is left out", `{"a":1} hunter2`, long, `{"a":1}`},
		{"a value alone", `"Basic abc"`, long, `"Basic xxxxx"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := string(redact.JSON([]byte(tt.in), tt.max))
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if got != "" && !json.Valid([]byte(got)) {
				t.Errorf("%s is not JSON", got)
			}
		})
	}
}

func TestXML(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   string
		max  int
		want string
	}{
		{"nothing to hide", `<a x="1"><b>t &amp; u</b><c/></a>`, long, `<a x="1"><b>t &amp; u</b><c></c></a>`},
		{"an element", `<a><password>p<x>q</x>r</password><b>1</b></a>`, long, `<a><password>xxxxx</password><b>1</b></a>`},
		{"an element with a prefix", `<s:a><w:Password>p</w:Password></s:a>`, long, `<s:a><w:Password>xxxxx</w:Password></s:a>`},
		{"an element of the same name inside", `<token><token>a</token>b</token>`, long, `<token>xxxxx</token>`},
		{"CDATA", `<a><pin><![CDATA[1]]></pin></a>`, long, `<a><pin>xxxxx</pin></a>`},
		{"an attribute", `<a token="t" b="c"/>`, long, `<a token="xxxxx" b="c"></a>`},
		{"an element that an attribute names", `<a><f name="password">p</f></a>`, long, `<a><f name="password">xxxxx</f></a>`},
		{"comments and the like", `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "p">]><!-- p --><a>b</a>`, long, `<a>b</a>`},
		{"an unknown entity ends it", `<a><b>&e;</b></a>`, long, `<a><b></b></a>`},
		{"a wrong end ends it", `<a><b>1</a>hunter2`, long, `<a><b>1</b></a>`},
		{"a second root ends it", `<a></a><b></b>`, long, `<a></a>`},
		{"what does not fit is left out", `<a><b>12345678</b></a>`, 16, `<a><b></b></a>`},
		{"what is no XML is nothing", `hunter2`, long, ``},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := string(redact.XML([]byte(tt.in), tt.max))
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			for d := xml.NewDecoder(strings.NewReader(got)); ; {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", got, err)
				}
			}
		})
	}
}

func TestForm(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   string
		max  int
		want string
	}{
		{"nothing to hide is left as it is", "a=1&b=%20&c&=d", long, "a=1&b=%20&c&=d"},
		{"a sensitive name", "a=1&password=p&b=2", long, "a=1&password=xxxxx&b=2"},
		{"a name in brackets", "user[password]=p&card[pin]=1&card.cvv=2", long, "user%5Bpassword%5D=xxxxx&card%5Bpin%5D=xxxxx&card.cvv=xxxxx"},
		{"an escaped name", "pass%77ord=p", long, "password=xxxxx"},
		{"a wrong escape is hidden", "a=%zz&%zz=b", long, "a=xxxxx&xxxxx"},
		{"a pair behind a semicolon", "a=1;token=t", long, "a=xxxxx"},
		{"a URL with a secret", "next=https%3A%2F%2Fh%2F%3Ftoken%3Dt", long, "next=xxxxx"},
		{"a secret without a name", "token", long, "xxxxx"},
		{"what does not fit is left out", "a=123&b=456", 9, "a=123"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(redact.Form([]byte(tt.in), tt.max)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestText(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing to hide", "out of stock: 3 left (a=b)", "out of stock: 3 left (a=b)"},
		{"name=value", "user=u&password=p q&x=1", "user=u&password=xxxxx&x=1"},
		{"name: value to the end of the line", "token: a b, c\nnext", "token: xxxxx\nnext"},
		{"a value that holds a pair", "error: password=p", "error: password=xxxxx"},
		{"in quotes", `{"password":"p\"q","a":'b'}`, `{"password":"xxxxx","a":'b'}`},
		{"in quotes that never end", `password="p q`, `password="xxxxx"`},
		{"in single quotes", `'secret': 'a\'b', x`, `'secret': 'xxxxx', x`},
		{"in escaped quotes, to the end of the line", `"{\"pin\":\"1\"}"`, `"{\"pin\":xxxxx`},
		{"credentials", "got Bearer abc.def, not basic QWxh==", "got Bearer xxxxx not basic xxxxx"},
		{"credentials with parameters", `Digest username="u", response="r"`, "Digest xxxxx"},
		{"user info", "to https://a:b@h/p@q", "to https://h/p@q"},
		{"a JSON web token", "eyJhbGciOi.eyJzdWIi.c2ln!", "xxxxx!"},
		{"a private key", "a -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- b", "a xxxxx b"},
		{"a private key that is cut", "-----BEGIN PRIVATE KEY-----\nMII", "xxxxx"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := redact.Text(tt.in); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestACoverNamesWhatItHides(t *testing.T) {
	c := redact.Cover(func(name string) string { return "<" + name + ">" })
	for got, want := range map[string]string{
		string(c.JSON([]byte(`{"pin":1}`), long)):        `{"pin":"<pin>"}`,
		string(c.Form([]byte(`pin=1`), long)):            `pin=<pin>`,
		string(c.XML([]byte(`<a><pin>1</pin></a>`), 99)): `<a><pin>&lt;pin&gt;</pin></a>`,
		c.Text(`pin=1`): `pin=<pin>`,
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestAppendURLIsURL(t *testing.T) {
	for _, raw := range []string{
		"https://h", "https://h/", "https://h:8080/a%20b?", "https://u:p@h/a?b=c&d&e=#f", "http://[::1]:80/x", "mailto:a@b", "/p?q=r",
		"https://h/?a%20b=1&%zz", "//h/p", "http://[fe80::1%25en0]/", "https://h/%2F/é",
	} {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := string(redact.AppendURL(nil, u)), redact.URL(u); got != want {
			t.Errorf("%s: got %s, want %s", raw, got, want)
		}
	}
}

func TestAppendURLMakesNothingOnTheHeap(t *testing.T) {
	u, err := url.Parse("https://api.example.com/v1/users?page=2&size=10")
	if err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 0, 256)
	if n := testing.AllocsPerRun(100, func() { _ = redact.AppendURL(buf, u) }); n != 0 {
		t.Errorf("got %v allocations, want 0", n)
	}
}
