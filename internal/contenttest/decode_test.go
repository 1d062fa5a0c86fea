package contenttest

import (
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

// decoders are the two ways to a decoded value.
var decoders = []struct {
	name string
	get  func(t *testing.T, c *outbound.Client) (doortest.User, error)
}{
	{"typed", func(t *testing.T, c *outbound.Client) (doortest.User, error) {
		return outbound.Get[doortest.User](t.Context(), c, doortest.Get().URL)
	}},
	{"R", func(t *testing.T, c *outbound.Client) (doortest.User, error) {
		var u doortest.User
		_, err := c.R(t.Context()).SetResult(&u).Get(doortest.Get().URL)
		return u, err
	}},
}

func TestContentThatIsNotWhatWasAskedForIsADecodeError(t *testing.T) {
	for _, c := range []struct {
		name, contentType, body string
	}{
		{"a page of HTML", "text/html; charset=utf-8", `<html><input name="password" value="` + doortest.Canary + `">`},
		{"a page of XHTML", "application/xhtml+xml", `<html><token>` + doortest.Canary + `</token></html>`},
		{"a page of HTML that mentions JSON", "text/html; profile=json", `{"id":42}`},
		{"a page of HTML in a field that cannot be parsed", "text/html;; charset", `{"id":42}`},
		{"a page of HTML that says it is XML", "text/xml", "<html><br>" + doortest.Canary},
		{"text that is no value", "text/plain", doortest.Canary},
		{"bytes that are no value", "application/octet-stream", doortest.Canary},
		{"a page of HTML that says it is JSON", "application/json", "<html>" + doortest.Canary},
		{"a page of HTML that says nothing", "", "<html>" + doortest.Canary},
		{"JSON cut in half", "application/json", `{"id":42,"name":"` + doortest.Canary},
		{"an empty body", "application/json", ""},
		{"an empty body that says nothing", "", ""},
		{"a body of spaces", "application/json", " \n"},
		{"a string where a number is wanted", "application/json", `{"id":"` + doortest.Canary + `"}`},
		{"data after the value", "application/json", `{"id":42} ` + doortest.Canary},
		{"a picture", "image/png", "\x89PNG" + doortest.Canary},
		{"an unknown type", "application/yaml", "token: " + doortest.Canary},
		{"XML with something after the root", "application/xml", "<user/>" + doortest.Canary},
		{"XML of another kind", "application/xml", "<user><ID>" + doortest.Canary + "</ID></user>"},
		{"JSON that is not UTF-8", "application/json", "{\"id\":42,\"name\":\"\xff\"}"},
		{"JSON in an unknown charset", "application/json; charset=klingon", doortest.AdaJSON},
		{"JSON in a charset that browsers do not decode", "application/json; charset=iso-2022-kr", doortest.AdaJSON},
		{"JSON in a charset with an odd name", "application/json; charset=\"a b\\\"\"", doortest.AdaJSON},
		{"JSON that is not in its charset", "application/json; charset=shift_jis", "{\"id\":42,\"name\":\"\x81\"}"},
		{"UTF-16 with half a pair", "application/json", "\xff\xfe{\x00\"\x00\x00\xd8\"\x00:\x001\x00}\x00"},
		{"UTF-16 of an odd length", "application/json; charset=utf-16le", "{\x00}\x00 "},
	} {
		for _, d := range decoders {
			t.Run(c.name+", "+d.name, func(t *testing.T) {
				base := testkit.Script(testkit.Content(200, c.contentType, c.body))
				_, err := d.get(t, doortest.NewClient(t, outbound.WithMockTransport(base)))
				e := doortest.WantKind(t, err, httperror.Decode)
				if e.StatusCode != 200 || e.Status != "200 OK" || string(e.Body) != c.body || e.Attempts != 1 || e.Method != "GET" || e.URL != doortest.Get().URL {
					t.Errorf("got %s %s: %d %q after %d attempts, body %q", e.Method, e.URL, e.StatusCode, e.Status, e.Attempts, e.Body)
				}
				if strings.Contains(err.Error(), doortest.Canary) {
					t.Errorf("got %q, which quotes the body", err)
				}
				base.WantClosed(t)
			})
		}
	}
}

func TestContentThatMayBeJSONIsDecoded(t *testing.T) {
	for _, c := range []struct{ name, contentType, body string }{
		{"JSON", "application/json", doortest.AdaJSON},
		{"JSON of a charset", "application/json; charset=utf-8", doortest.AdaJSON},
		{"JSON of a kind", "application/vnd.users.v1+json", doortest.AdaJSON},
		{"JSON of AWS", "application/x-amz-json-1.1", doortest.AdaJSON},
		{"JSON of old", "application/x-json", doortest.AdaJSON},
		{"JSON as text", "text/json", doortest.AdaJSON},
		{"JSON in capitals", "Application/JSON", doortest.AdaJSON},
		{"JSON of another family", "model/gltf+json", doortest.AdaJSON},
		{"JSON with a parameter that cannot be parsed", "application/json; charset", doortest.AdaJSON},
		{"JSON twice", "application/json, application/json", doortest.AdaJSON},
		{"bytes of an object store", "binary/octet-stream", doortest.AdaJSON},
		{"no media type", "unknown", doortest.AdaJSON},
		{"text", "text/plain", doortest.AdaJSON},
		{"bytes", "application/octet-stream", doortest.AdaJSON},
		{"no type", "", doortest.AdaJSON},
		{"a byte order mark", "application/json", "\ufeff" + doortest.AdaJSON},
		{"a byte order mark without a type", "", "\ufeff" + doortest.AdaJSON},
		{"space around", "application/json", "\r\n" + doortest.AdaJSON + "\n"},
	} {
		for _, d := range decoders {
			t.Run(c.name+", "+d.name, func(t *testing.T) {
				got, err := d.get(t, doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Content(200, c.contentType, c.body)))))
				if err != nil || got != doortest.Ada {
					t.Errorf("got %v, %v, want %v", got, err, doortest.Ada)
				}
			})
		}
	}
}

func TestAnUndecodableErrorPageNeverHidesItsStatus(t *testing.T) {
	for _, c := range []struct{ name, contentType, body string }{
		{"a page of HTML", "text/html", "<html>bad gateway"},
		{"HTML that says it is JSON", "application/json", "<html>bad gateway"},
		{"JSON cut in half", "application/json", `{"message":"bad`},
		{"a broken problem", "application/problem+json", `{"title":`},
		{"nothing", "", ""},
	} {
		for _, d := range append(decoders, errorDecoder) {
			t.Run(c.name+", "+d.name, func(t *testing.T) {
				base := testkit.Script(testkit.Content(502, c.contentType, c.body))
				_, err := d.get(t, doortest.NewClient(t, outbound.WithMockTransport(base)))
				e := doortest.WantKind(t, err, httperror.ServerStatus)
				if e.StatusCode != 502 || string(e.Body) != c.body || e.Problem != nil {
					t.Errorf("got %d, body %q, problem %v, want 502 and the page", e.StatusCode, e.Body, e.Problem)
				}
				base.WantClosed(t)
			})
		}
	}
}

// errorDecoder asks resty to decode the error too.
var errorDecoder = struct {
	name string
	get  func(t *testing.T, c *outbound.Client) (doortest.User, error)
}{"R with SetError", func(t *testing.T, c *outbound.Client) (doortest.User, error) {
	var u, e doortest.User
	_, err := c.R(t.Context()).SetResult(&u).SetError(&e).Get(doortest.Get().URL)
	return u, err
}}
