package contenttest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/middleware"
)

// serve answers with the same bytes again and again, at no cost of its own.
func serve(body []byte) middleware.Func {
	return func(*http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: 200, Status: "200 OK", ContentLength: int64(len(body)),
			Header: http.Header{"Content-Type": {"application/json"}, "Content-Length": {strconv.Itoa(len(body))}},
			Body:   struct{ io.ReadCloser }{io.NopCloser(bytes.NewReader(body))}, // no WriteTo, as with a connection
		}, nil
	}
}

func TestABigBodyIsAllocatedOnce(t *testing.T) {
	const most = 11_000_000 // for 10 MiB
	c := doortest.NewClient(t, outbound.WithMockTransport(serve(make([]byte, 10<<20))), outbound.Standard())
	for name, call := range map[string]func() (int, error){
		"bytes": func() (int, error) {
			b, err := outbound.Get[[]byte](t.Context(), c, doortest.Get().URL)
			return len(b), err
		},
		"a string": func() (int, error) {
			s, err := outbound.Get[string](t.Context(), c, doortest.Get().URL)
			return len(s), err
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := doortest.BytesOf(func() {
				if n, err := call(); err != nil || n != 10<<20 {
					t.Fatalf("got %d bytes, %v", n, err)
				}
			})
			if got > most {
				t.Errorf("got %d bytes allocated, want at most %d", got, most)
			}
		})
	}
}

func TestABigValueCostsTheDecodersOwnAndTheBody(t *testing.T) {
	list := make([]doortest.User, 40_000)
	for i := range list {
		list[i] = doortest.User{ID: i, Name: "name " + strconv.Itoa(i)}
	}
	body, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	own := doortest.BytesOf(func() {
		var into []doortest.User
		if err := json.Unmarshal(body, &into); err != nil {
			t.Fatal(err)
		}
	})
	c := doortest.NewClient(t, outbound.WithMockTransport(serve(body)), outbound.Standard())
	got := doortest.BytesOf(func() {
		if into, err := outbound.Get[[]doortest.User](t.Context(), c, doortest.Get().URL); err != nil || len(into) != len(list) {
			t.Fatalf("got %d values, %v", len(into), err)
		}
	})
	if most := own + uint64(len(body))*11/10; got > most {
		t.Errorf("got %d bytes allocated, want at most %d: %d of the decoder and 1.1 × %d", got, most, own, len(body))
	}
}
