package middleware_test

import (
	"errors"
	"io"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"

	"example.com/outbound/middleware"
)

// adding is a layer that adds name to the fields of X-Way.
func adding(name string) middleware.Layer {
	return middleware.Before(func(req *http.Request) (*http.Request, error) {
		req = req.Clone(req.Context())
		req.Header.Add("X-Way", name)
		return req, nil
	})
}

func TestLayersThatPrepareRunInTheOrderOfTheChain(t *testing.T) {
	var way []string
	around := func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			req = req.Clone(req.Context())
			req.Header.Add("X-Way", "around")
			return next.RoundTrip(req)
		})
	}
	base := middleware.Func(func(req *http.Request) (*http.Response, error) {
		way = req.Header["X-Way"]
		return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
	})
	chain := middleware.Chain(base, adding("1"), adding("2"), around, adding("3"), adding("4"), nil, adding("5"))
	req, err := http.NewRequest(http.MethodGet, "http://h.test/", nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := chain.RoundTrip(req); err != nil {
			t.Fatal(err)
		}
		if want := []string{"1", "2", "around", "3", "4", "5"}; !slices.Equal(way, want) {
			t.Errorf("got %v, want %v", way, want)
		}
	}
	if len(req.Header) != 0 {
		t.Errorf("the caller's request has %v", req.Header)
	}
}

func TestALayerThatIsUsedTwiceStaysWhatItIs(t *testing.T) {
	count := func(n *int) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			*n = len(req.Header["X-Way"])
			return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
		})
	}
	one, two := adding("1"), adding("2")
	var long, short int
	chains := []http.RoundTripper{middleware.Chain(count(&long), one, two, two), middleware.Chain(count(&short), one)}
	for _, chain := range chains {
		req, err := http.NewRequest(http.MethodGet, "http://h.test/", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := chain.RoundTrip(req); err != nil {
			t.Fatal(err)
		}
	}
	if long != 3 || short != 1 {
		t.Errorf("got %d and %d layers, want 3 and 1", long, short)
	}
}

// closing remembers that it was closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error {
	c.closed = true
	return nil
}

func TestWhatIsRefusedIsNotSentAndItsBodyClosed(t *testing.T) {
	why := errors.New("not today")
	refusing := middleware.Before(func(*http.Request) (*http.Request, error) { return nil, why })
	base := middleware.Func(func(*http.Request) (*http.Response, error) {
		t.Error("it was sent")
		return nil, why
	})
	body := &closing{Reader: strings.NewReader("x")}
	req, err := http.NewRequest(http.MethodPost, "http://h.test/", body)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := middleware.Chain(base, adding("1"), refusing, adding("2")).RoundTrip(req)
	if resp != nil || !errors.Is(err, why) {
		t.Errorf("got %v, %v; want the layer's error", resp, err)
	}
	if !body.closed {
		t.Error("the body is open")
	}
}

func TestNeighboursThatPrepareAreNoDeeperThanOne(t *testing.T) {
	depth := func(layers ...middleware.Layer) (n int) {
		base := middleware.Func(func(*http.Request) (*http.Response, error) {
			n = runtime.Callers(0, make([]uintptr, 64))
			return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
		})
		req, err := http.NewRequest(http.MethodGet, "http://h.test/", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := middleware.Chain(base, layers...).RoundTrip(req); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if one, four := depth(adding("1")), depth(adding("1"), adding("2"), adding("3"), adding("4")); one != four {
		t.Errorf("one layer is %d frames deep, four are %d", one, four)
	}
}
