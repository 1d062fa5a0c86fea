package contenttest

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

// town is written as JSON and as XML.
type town struct {
	Name string `json:"name" xml:"name"`
}

func inCharset(e encoding.Encoding, s string) string {
	out, err := e.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

func inUTF16(order binary.AppendByteOrder, s string) string {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = order.AppendUint16(out, u)
	}
	return string(out)
}

func TestABodyIsReadInItsCharset(t *testing.T) {
	const object, document, mark = `{"name":"Köln"}`, "<town><name>Köln</name></town>", "\ufeff"
	latin1 := charmap.ISO8859_1
	for _, x := range []struct{ name, contentType, body, want string }{
		{"UTF-8", "application/json; charset=UTF-8", object, "Köln"},
		{"Latin-1", "application/json; charset=ISO-8859-1", inCharset(latin1, object), "Köln"},
		{"Latin-1, by another name", `application/json; charset="latin1"`, inCharset(latin1, object), "Köln"},
		{"Latin-1 of plain text", "text/plain; charset=iso-8859-1", inCharset(latin1, object), "Köln"},
		{"Windows", "application/json; charset=windows-1252", inCharset(charmap.Windows1252, `{"name":"“€”"}`), "“€”"},
		{"Shift JIS", "application/problem+json; charset=Shift_JIS", inCharset(japanese.ShiftJIS, `{"name":"東京"}`), "東京"},
		{"UTF-16", "application/json; charset=utf-16", inUTF16(binary.BigEndian, object), "Köln"},
		{"UTF-16 of the other order", "application/json; charset=utf-16", inUTF16(binary.LittleEndian, object), "Köln"},
		{"UTF-16LE", "application/json; charset=utf-16le", inUTF16(binary.LittleEndian, object), "Köln"},
		{"UTF-16 that is not declared", "application/json", inUTF16(binary.LittleEndian, object), "Köln"},
		{"UTF-16 with a mark", "", inUTF16(binary.BigEndian, mark+object), "Köln"},
		{"UTF-16 with a mark, declared as another", "application/json; charset=utf-8", inUTF16(binary.LittleEndian, mark+object), "Köln"},
		{"U+FFFD itself", "application/json; charset=utf-16be", inUTF16(binary.BigEndian, "{\"name\":\"\ufffd\"}"), "\ufffd"},
		{"U+FFFD itself in UTF-8", "application/json", "{\"name\":\"\ufffd\"}", "\ufffd"},
		{"XML", "application/xml", document, "Köln"},
		{"XML as text", "text/xml; charset=utf-8", mark + document, "Köln"},
		{"XML of a kind", "application/vnd.towns+xml", document, "Köln"},
		{"XML in a declared charset", "application/xml", "<?xml version='1.0' encoding='ISO-8859-1'?>" + inCharset(latin1, document), "Köln"},
		{"XML in the charset of the field", "text/xml; charset=iso-8859-1", `<?xml version="1.0" encoding="utf-8"?>` + inCharset(latin1, document), "Köln"},
		{"XML in UTF-16", "application/xml", inUTF16(binary.LittleEndian, mark+`<?xml version="1.0" encoding="UTF-16"?>`+document), "Köln"},
		{"XML with comments around", "application/xml", "<?xml version='1.0'?><!-- a -->" + document + "\n<!-- b --><?c?>\n", "Köln"},
	} {
		t.Run(x.name, func(t *testing.T) {
			c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Content(200, x.contentType, x.body))))
			if got, err := outbound.Get[town](t.Context(), c, doortest.Get().URL); err != nil || got.Name != x.want {
				t.Errorf("typed: got %q, %v, want %q", got.Name, err, x.want)
			}
			var got town
			if _, err := c.R(t.Context()).SetResult(&got).Get(doortest.Get().URL); err != nil || got.Name != x.want {
				t.Errorf("R: got %q, %v, want %q", got.Name, err, x.want)
			}
			if raw, err := outbound.Get[string](t.Context(), c, doortest.Get().URL); err != nil || raw != x.body {
				t.Errorf("string: got %q, %v, want the bytes as they are", raw, err)
			}
		})
	}
}

func TestAnErrorOfATypeNamesItAndBegins(t *testing.T) {
	for _, x := range []struct{ contentType, body, want string }{
		{"text/html; charset=utf-8", "<!doctype html><title>Sign in", `the body is text/html (Content-Type), not JSON; it begins "<!doctype html><title>Sign in"`},
		{"text/html; charset=iso-8859-1", "<title>\n\tK\xf6ln", `not JSON; it begins "<title> Köln"`},
		{"text/html", "<p>" + strings.Repeat("ö", 200), `it begins "<p>` + strings.Repeat("ö", 58) + `"`},
		{"text/html", "<a href='/?token=c4n4ry'>", `token=xxxxx`},
		{"application/yaml", "id: 7", `the body is application/yaml (Content-Type), not JSON; it begins "id: 7"; WithCodec adds a codec for the type, R() returns the body as it is`},
		{"application/msgpack", "\x81\xa2id\x07", `the body is application/msgpack (Content-Type), not JSON; WithCodec`},
		{"text/plain", "upstream down", "the body is text/plain (Content-Type), not JSON: invalid character 'u' looking for beginning of value"},
		{"", "<html>", "the body is not JSON: invalid character '<'"},
		{"application/json; charset=klingon", "{}", "the charset klingon of the body is unknown"},
		{"application/json", "{\"name\":\"K\xf6ln\"}", "the body is not valid UTF-8"},
		{"application/json", " ", "the body is empty"},
	} {
		c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Content(200, x.contentType, x.body))))
		_, err := outbound.Get[town](t.Context(), c, doortest.Get().URL)
		if err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("typed: got %v, want %s", err, x.want)
		}
		if _, err := c.R(t.Context()).SetResult(&town{}).Get(doortest.Get().URL); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("R: got %v, want %s", err, x.want)
		}
	}
}
