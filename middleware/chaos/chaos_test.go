package chaos_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/chaos"
	"example.com/outbound/middleware/layertest"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

func layer(t testing.TB, cfg chaos.Config) middleware.Layer {
	t.Helper()
	l, err := chaos.InsecureInject(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func client(t *testing.T, cfg chaos.Config, opts ...outbound.Option) (*outbound.Client, *mock.Transport) {
	t.Helper()
	inject := outbound.WithLayer(middleware.PerAttempt, "chaos", layer(t, cfg))
	return mock.New(t, inject, outbound.Options(opts...))
}

func TestTheLayerKeepsTheContract(t *testing.T) {
	for name, cfg := range map[string]chaos.Config{
		"late":     {Late: 1, Delay: time.Millisecond},
		"errors":   {Errors: 0.5},
		"statuses": {Statuses: 0.5},
		"all":      {Late: 0.5, Delay: time.Millisecond, Errors: 0.2, Statuses: 0.2},
	} {
		t.Run(name, func(t *testing.T) { layertest.Run(t, layer(t, cfg)) })
	}
}

func TestEachFaultLooksLikeTheRealOne(t *testing.T) {
	for _, c := range []struct {
		name string
		cfg  chaos.Config
		kind httperror.Kind
		sent int
	}{
		{"an error", chaos.Config{Errors: 1}, httperror.Reset, 0},
		{"an error of one's own", chaos.Config{Errors: 1, Err: httperror.DNS}, httperror.DNS, 0},
		{"a status", chaos.Config{Statuses: 1}, httperror.ServerStatus, 0},
		{"a status of one's own", chaos.Config{Statuses: 1, Status: 429}, httperror.RateLimited, 0},
		{"a cut", chaos.Config{Cuts: 1}, httperror.Body, 1},
		{"an error goes before the rest", chaos.Config{Errors: 1, Statuses: 1, Cuts: 1}, httperror.Reset, 0},
		{"a status goes before a cut", chaos.Config{Statuses: 1, Cuts: 1}, httperror.ServerStatus, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			cl, m := client(t, c.cfg)
			m.On("POST", "/x", mock.Text(200, "hello")).AnyTimes()
			_, err := outbound.Post[string](t.Context(), cl, "/x", "body")
			if !errors.Is(err, c.kind) || m.Attempts() != c.sent {
				t.Errorf("got %v and %d requests, want kind %s and %d", err, m.Attempts(), c.kind, c.sent)
			}
		})
	}
}

func TestWhatIsInjectedSaysSo(t *testing.T) {
	cl, _ := client(t, chaos.Config{Errors: 1})
	_, err := outbound.Get[string](t.Context(), cl, "/x")
	if !errors.Is(err, chaos.ErrInjected) || !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("got %v, want an injected reset", err)
	}
	cl, _ = client(t, chaos.Config{Statuses: 1})
	_, err = outbound.Get[string](t.Context(), cl, "/x")
	var he *outbound.HTTPError
	if !errors.As(err, &he) || he.Header.Get(chaos.Header) == "" {
		t.Errorf("got %v, want the header of an injected answer", err)
	}
}

func TestALateRequestIsWithinTheDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cl, m := client(t, chaos.Config{Late: 1, Delay: time.Second})
		m.On("GET", "/x")
		for range 100 {
			begun := time.Now()
			if _, err := outbound.Get[string](t.Context(), cl, "/x"); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(begun); took <= 0 || took > time.Second {
				t.Fatalf("took %v, want up to 1s", took)
			}
		}
	})
}

func TestALateRequestEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cause := errors.New("the caller has left")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Microsecond, func() { cancel(cause) })
		begun := time.Now()
		req, _ := http.NewRequestWithContext(ctx, "GET", "http://a.test", nil)
		resp, err := layer(t, chaos.Config{Late: 1, Delay: time.Hour})(mock.NewTransport(t)).RoundTrip(req)
		if resp != nil || !errors.Is(err, cause) || time.Since(begun) != time.Microsecond {
			t.Errorf("got %v, %v after %v, want the cause after 1µs", resp, err, time.Since(begun))
		}
	})
}

func TestTheSameSeedInjectsTheSame(t *testing.T) {
	outcomes := func(seed uint64) string {
		cl, m := client(t, chaos.Config{Seed: seed, Errors: 0.2, Statuses: 0.2, Cuts: 0.2})
		m.On("GET", "/x", mock.Text(200, "hello")).AnyTimes()
		var b strings.Builder
		for range 200 {
			_, err := outbound.Get[string](t.Context(), cl, "/x")
			fmt.Fprintln(&b, httperror.Classify(err))
		}
		return b.String()
	}
	first := outcomes(7)
	if first != outcomes(7) {
		t.Error("the seed 7 gave two different runs")
	}
	if first == outcomes(8) {
		t.Error("the seeds 7 and 8 gave the same run")
	}
}

func TestTheRatesAreKept(t *testing.T) {
	const n = 20_000
	var cut int
	base := testkit.Script(testkit.Text(200, "hello"))
	rt := layer(t, chaos.Config{Seed: 3, Errors: 0.1, Statuses: 0.2, Cuts: 0.3})(base)
	var failed, refused int
	for range n {
		resp, err := rt.RoundTrip(testkit.Get(t, "http://a.test"))
		switch {
		case err != nil:
			failed++
		case resp.StatusCode != 200:
			refused++
		default:
			if _, err := io.ReadAll(resp.Body); err != nil {
				cut++
			}
		}
	}
	// each rate applies to the requests that the rates before it left; five standard
	// deviations
	for name, x := range map[string]struct{ got, want float64 }{
		"errors":   {float64(failed), 0.1 * n},
		"statuses": {float64(refused), 0.9 * 0.2 * n},
		"cuts":     {float64(cut), 0.9 * 0.8 * 0.3 * n},
		"sent":     {float64(len(base.Requests())), 0.9 * 0.8 * n},
	} {
		if math.Abs(x.got-x.want) > 5*math.Sqrt(x.want) {
			t.Errorf("%s: got %v, want about %v", name, x.got, x.want)
		}
	}
}

func TestABodyOfNoLengthIsNotCut(t *testing.T) {
	for name, base := range map[string]http.RoundTripper{
		"an empty answer whose body is wrapped": testkit.Script(testkit.Status(200)),
		"204":                                   testkit.Script(testkit.Status(204).Body(strings.NewReader(""))),
		"an answer to HEAD":                     testkit.Script(testkit.Text(200, "hello")),
	} {
		method := http.MethodGet
		if strings.Contains(name, "HEAD") {
			method = http.MethodHead
		}
		req := testkit.Request(t, method, "http://a.test", nil)
		if _, body := testkit.Send(t, layer(t, chaos.Config{Cuts: 1})(base), req); body != "" {
			t.Errorf("%s: got %q", name, body)
		}
	}
	cl, m := client(t, chaos.Config{Cuts: 1})
	m.On("GET", "/x")
	if _, err := outbound.Get[string](t.Context(), cl, "/x"); err != nil {
		t.Errorf("got %v, want an empty body, which cannot be cut", err)
	}
}

func TestACutIsBeforeTheEnd(t *testing.T) {
	for _, length := range []int64{1, 5, 100_000, -1} {
		for seed := range uint64(50) {
			size := max(length, 3000)
			if length > 0 {
				size = length
			}
			reply := testkit.Text(200, strings.Repeat("x", int(size)))
			if length < 0 {
				reply = reply.Body(strings.NewReader(strings.Repeat("x", int(size))))
			}
			resp, err := layer(t, chaos.Config{Seed: seed, Cuts: 1})(testkit.Script(reply)).RoundTrip(testkit.Get(t, "http://a.test"))
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(resp.Body)
			if !errors.Is(err, io.ErrUnexpectedEOF) || length > 0 && int64(len(got)) >= length {
				t.Fatalf("length %d: got %d bytes, %v, want fewer and a cut", length, len(got), err)
			}
		}
	}
}

func TestOnlySomeRequestsAreHit(t *testing.T) {
	cl, m := client(t, chaos.Config{Errors: 1, Only: func(req *http.Request) bool { return req.URL.Path == "/hit" }})
	m.On("GET", "/spared")
	if _, err := outbound.Get[string](t.Context(), cl, "/spared"); err != nil {
		t.Errorf("got %v, want no error", err)
	}
	if _, err := outbound.Get[string](t.Context(), cl, "/hit"); err == nil {
		t.Error("got no error")
	}
}

func TestRetriesGetThroughChaos(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		patient := outbound.WithRetry(retry.Policy{Attempts: 20, Wait: retry.Constant(time.Second)})
		cl, m := client(t, chaos.Config{Seed: 1, Errors: 0.3, Statuses: 0.2, Cuts: 0.1}, patient)
		m.On("GET", "/x", mock.Text(200, "hello"))
		for range 100 {
			if got, err := outbound.Get[string](t.Context(), cl, "/x"); err != nil || got != "hello" {
				t.Fatalf("got %q, %v, want hello", got, err)
			}
		}
	})
}

func TestAConfigurationErrorNamesTheField(t *testing.T) {
	for want, cfg := range map[string]chaos.Config{
		"every rate is 0": {},
		"Errors is 1.5":   {Errors: 1.5},
		"Cuts is -1":      {Cuts: -1},
		"Statuses is NaN": {Statuses: math.NaN()},
		"Delay is 0s":     {Late: 0.5},
		"Status is 99":    {Statuses: 1, Status: 99},
	} {
		l, err := chaos.InsecureInject(cfg)
		if l != nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q in it and no layer", err, want)
		}
	}
}
