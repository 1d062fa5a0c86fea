package byterange_test

import (
	"net/http"
	"testing"

	"example.com/outbound/internal/byterange"
)

func TestARangeIsReadAsTheServerMeansItOrNotAtAll(t *testing.T) {
	for field, want := range map[string]byterange.Range{
		"bytes 0-9/10":  {From: 0, End: 10, Total: 10},
		"Bytes 5-9/*":   {From: 5, End: 10, Total: -1},
		"bytes */10":    {From: -1, End: -1, Total: 10},
		"bytes 9-5/10":  {},
		"bytes 0-10/10": {},
		"bytes 5/10":    {},
		"bytes -5-9/10": {},
		"bytes +5-9/10": {},
		"items 0-9/10":  {},
		"bytes 0-9":     {},
		"":              {},
		"bytes 0-9/ten": {},
	} {
		got, ok := byterange.Of(http.Header{"Content-Range": {field}})
		if ok != (want != byterange.Range{}) || ok && got != want {
			t.Errorf("%q: got %+v, %v", field, got, ok)
		}
	}
}

func TestAWeakValidatorIsNone(t *testing.T) {
	for want, h := range map[string]http.Header{
		`"v1"`:                          {"Etag": {`"v1"`}},
		"Sat, 28 Nov 2026 10:00:00 GMT": {"Last-Modified": {"Sat, 28 Nov 2026 10:00:00 GMT"}, "Date": {"Sat, 28 Nov 2026 10:00:01 GMT"}},
	} {
		if got := byterange.Validator(h); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, h := range []http.Header{{"Etag": {`W/"v1"`}}, {"Etag": {"v1"}}, {"Last-Modified": {"Sat, 28 Nov 2026 10:00:00 GMT"}, "Date": {"Sat, 28 Nov 2026 10:00:00 GMT"}}, {}} {
		if got := byterange.Validator(h); got != "" {
			t.Errorf("%v: got %q, want none", h, got)
		}
	}
}
