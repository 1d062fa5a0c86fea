//go:build !race

package logging_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
)

func TestWhatALineCosts(t *testing.T) {
	without := allocations(t)
	for _, tt := range []struct {
		name string
		log  zerolog.Logger
		opts []logging.Option
		most float64
	}{
		{"the call's line", zerolog.New(io.Discard).Level(zerolog.InfoLevel), nil, 2},
		{"the call's line of a logger that knows the service", zerolog.New(io.Discard).Level(zerolog.InfoLevel).With().Str("service", "shop").Logger(), []logging.Option{logging.Slow(1 << 40)}, 2},
		{"a level that is off", zerolog.New(io.Discard).Level(zerolog.WarnLevel), everything(), 0},
		{"a logger that is off", zerolog.Nop(), everything(), 0},
		{"a success that is sampled out", zerolog.New(io.Discard).Level(zerolog.InfoLevel), []logging.Option{logging.Sample(1 << 30)}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			with := allocations(t, outbound.WithLogger(tt.log, tt.opts...))
			if got := with - without; got > tt.most {
				t.Errorf("got %v allocations, want at most %v", got, tt.most)
			}
		})
	}
}

// allocations is the number of them in a call.
func allocations(t testing.TB, opts ...outbound.Option) float64 {
	t.Helper()
	c, req := caller(t, opts...)
	return testing.AllocsPerRun(200, func() { sendOne(t, c, req) })
}

func caller(t testing.TB, opts ...outbound.Option) (*outbound.Client, *http.Request) {
	t.Helper()
	base := script(func(req *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Proto: "HTTP/1.1", Header: http.Header{}, Body: http.NoBody, Request: req}, nil
	})
	c, err := outbound.New(append(opts, outbound.WithTransport(base))...)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.example.com/v1/users?page=2", nil)
	if err != nil {
		t.Fatal(err)
	}
	return c, req
}

func sendOne(t testing.TB, c *outbound.Client, req *http.Request) {
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
}

func BenchmarkCall(b *testing.B) {
	info := zerolog.New(io.Discard).Level(zerolog.InfoLevel)
	for _, bb := range []struct {
		name string
		opts []outbound.Option
	}{
		{"without", nil},
		{"off", []outbound.Option{outbound.WithLogger(info.Level(zerolog.ErrorLevel))}},
		{"line", []outbound.Option{outbound.WithLogger(info)}},
		{"attempts", []outbound.Option{outbound.WithLogger(info.Level(zerolog.DebugLevel))}},
		{"everything", []outbound.Option{outbound.WithLogger(info, everything()...)}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			c, req := caller(b, bb.opts...)
			b.ReportAllocs()
			for b.Loop() {
				sendOne(b, c, req)
			}
		})
	}
}
