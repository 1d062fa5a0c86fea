package promoutbound_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"go.opentelemetry.io/otel/trace"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/mock"
	"example.com/outbound/observe/promoutbound"
	"example.com/outbound/retry"
)

// client is a client on m that is counted in reg.
func client(t *testing.T, m *mock.Transport, reg prometheus.Registerer, opts ...outbound.Option) *outbound.Client {
	t.Helper()
	o, err := promoutbound.New(reg)
	if err != nil {
		t.Fatal(err)
	}
	c, err := outbound.New(append([]outbound.Option{outbound.WithBaseURL("https://api.test"), outbound.WithMockTransport(m), outbound.WithObserver(o)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// want compares metrics, without their HELP and TYPE lines.
func want(t *testing.T, reg prometheus.Gatherer, name string, lines ...string) {
	t.Helper()
	kind := "counter"
	if !strings.HasSuffix(name, "_total") {
		kind = "gauge"
	}
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	help := ""
	for _, f := range families {
		if f.GetName() == name {
			help = f.GetHelp()
		}
	}
	text := fmt.Sprintf("# HELP %s %s\n# TYPE %s %s\n%s\n", name, help, name, kind, strings.Join(lines, "\n"))
	if err := testutil.GatherAndCompare(reg, strings.NewReader(text), name); err != nil {
		t.Error(err)
	}
}

func TestWhatIsCounted(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		reg := prometheus.NewPedanticRegistry()
		m.On("GET", "/users/{id}", mock.Status(503), mock.Refused(), mock.Status(503), mock.Text(200, "x"))
		m.On("PURGE", "/x", mock.Status(299))
		c := client(t, m, reg, outbound.Preset("billing"), outbound.WithRetry(retry.Policy{Attempts: 3, Wait: retry.Constant(time.Second), Jitter: retry.NoJitter}))
		get := func(opts ...outbound.CallOption) {
			_, _ = outbound.Get[string](t.Context(), c, "/users/{id}", append(opts, outbound.PathParam("id", "42"))...)
		}
		get()
		get(outbound.Operation("get user"))
		_, _ = outbound.Call[string](t.Context(), c, "PURGE", "/x", nil)
		labels := `{client="billing",code="%s",kind="%s",method="%s",operation="%s"} %d`
		line := func(name, code, kind, method, operation string, n int) string {
			return name + fmt.Sprintf(labels, code, kind, method, operation, n)
		}
		want(t, reg, "outbound_calls_total",
			line("outbound_calls_total", "503", "server_status", "GET", "/users/{id}", 1),
			line("outbound_calls_total", "200", "", "GET", "get user", 1),
			line("outbound_calls_total", "2xx", "", "other", "", 1))
		want(t, reg, "outbound_attempts_total",
			line("outbound_attempts_total", "503", "server_status", "GET", "/users/{id}", 2),
			line("outbound_attempts_total", "", "connect", "GET", "/users/{id}", 1),
			line("outbound_attempts_total", "200", "", "GET", "get user", 1),
			line("outbound_attempts_total", "2xx", "", "other", "", 1))
		want(t, reg, "outbound_retries_total",
			`outbound_retries_total{client="billing",kind="server_status",operation="/users/{id}"} 1`,
			`outbound_retries_total{client="billing",kind="connect",operation="/users/{id}"} 1`)
		want(t, reg, "outbound_give_ups_total", `outbound_give_ups_total{client="billing",reason="attempts"} 1`)
		want(t, reg, "outbound_in_flight", `outbound_in_flight{client="billing"} 0`)
		h := histogram(t, reg)
		if h.GetSampleCount() != 1 || h.GetSampleSum() != 2 || h.Schema == nil {
			t.Errorf("got the histogram %v, want one call of 2s in a native histogram", h)
		}
	})
}

func TestTheStateOfABreakerIsAGauge(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		reg := prometheus.NewPedanticRegistry()
		m.On("GET", "/x", mock.Status(503))
		c := client(t, m, reg, outbound.Preset("billing"), outbound.WithBreaker(breaker.Policy{MinCalls: 1}))
		_, _ = outbound.Get[string](t.Context(), c, "/x")
		want(t, reg, "outbound_breaker_state", `outbound_breaker_state{client="billing",origin="https://api.test"} 2`)
	})
}

func TestTheNumberOfSeriesIsBounded(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		reg := prometheus.NewPedanticRegistry()
		m.On("", "/{rest}", mock.Text(200, "x")).AnyTimes()
		c := client(t, m, reg, outbound.WithBreaker(breaker.Policy{}))
		for i := range 10_000 {
			host := fmt.Sprintf("https://host%d.test", i)
			_, err := outbound.Get[string](t.Context(), c, host+"/x", outbound.Operation(fmt.Sprint("operation ", i)))
			if err != nil {
				t.Fatal(err)
			}
			if i < 500 { // more than are counted by name, fewer than a client keeps
				c.Isolate(host, time.Minute)
			}
		}
		for name, most := range map[string]int{
			"outbound_calls_total": 101, "outbound_attempts_total": 101, "outbound_call_duration_seconds": 101,
			"outbound_breaker_state": 101, "outbound_in_flight": 1,
		} {
			if n, err := testutil.GatherAndCount(reg, name); err != nil || n != most {
				t.Errorf("%s: got %d series, %v, want %d", name, n, err, most)
			}
		}
	})
}

func TestAStatusThatNobodyKnowsIsItsClass(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		reg := prometheus.NewPedanticRegistry()
		for code := 200; code < 600; code++ {
			m.On("GET", fmt.Sprint("/", code), mock.Status(code))
		}
		c := client(t, m, reg, outbound.WithMaxRedirects(0))
		for code := 200; code < 600; code++ {
			_, _ = outbound.Get[string](t.Context(), c, fmt.Sprint("/", code))
		}
		if n, _ := testutil.GatherAndCount(reg, "outbound_calls_total"); n > 70 {
			t.Errorf("got %d series", n)
		}
	})
}

func TestNamesThatAreNoUTF8AreCounted(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		reg := prometheus.NewPedanticRegistry()
		m.On("GET", "/x", mock.Text(200, "x"))
		c := client(t, m, reg, outbound.Preset("bill\xffing"))
		if _, err := outbound.Get[string](t.Context(), c, "/x", outbound.Operation("\xff\xfe")); err != nil {
			t.Fatal(err)
		}
		if n, err := testutil.GatherAndCount(reg, "outbound_calls_total"); n != 1 || err != nil {
			t.Errorf("got %d series, %v", n, err)
		}
	})
}

func TestANameOfManyMegabytesIsCut(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		const much, long = 10 << 20, 10 << 10
		reg := prometheus.NewPedanticRegistry()
		m.On("", "/{rest...}", mock.Text(503, "x")).AnyTimes()
		c := client(t, m, reg, outbound.Preset(strings.Repeat("c", long)), outbound.WithBreaker(breaker.Policy{MinCalls: 1}))
		for _, name := range []string{strings.Repeat("o", much), strings.Repeat("\u00f6", long)} {
			_, _ = outbound.Call[string](t.Context(), c, strings.Repeat("M", long), "https://"+strings.Repeat("h", long)+".test/", nil, outbound.Operation(name))
		}
		families, err := reg.Gather()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range families {
			for _, metric := range f.GetMetric() {
				for _, label := range metric.GetLabel() {
					if n := len(label.GetValue()); n > 300 {
						t.Errorf("%s: %s has %d bytes", f.GetName(), label.GetName(), n)
					}
				}
			}
		}
	})
}

func TestACallOfASampledTraceLeavesItsIDAsAnExemplar(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		reg := prometheus.NewPedanticRegistry()
		m.On("GET", "/x", mock.Text(200, "x"))
		c := client(t, m, reg)
		id := trace.TraceID{1, 2, 3}
		ctx := trace.ContextWithSpanContext(context.Background(), trace.NewSpanContext(trace.SpanContextConfig{
			TraceID: id, SpanID: trace.SpanID{1}, TraceFlags: trace.FlagsSampled,
		}))
		if _, err := outbound.Get[string](ctx, c, "/x"); err != nil {
			t.Fatal(err)
		}
		families, err := reg.Gather()
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, f := range families {
			metric := f.GetMetric()[0]
			e := metric.GetCounter().GetExemplar()
			if all := metric.GetHistogram().GetExemplars(); len(all) > 0 {
				e = all[0]
			}
			if e != nil && e.GetLabel()[0].GetValue() == id.String() {
				found++
			}
		}
		if found != 3 {
			t.Errorf("got %d exemplars, want those of the call, its duration and the attempt", found)
		}
	})
}

func TestASecretPlantedEverywhereIsNoLabel(t *testing.T) {
	const canary = "c4n4ry"
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		reg := prometheus.NewPedanticRegistry()
		m.On("", "/"+canary, mock.Text(503, canary).With("X-Api-Key", canary),
			mock.Text(302, canary).With("Location", "https://api.test/next/"+canary+"?code="+canary))
		m.On("", "/next/"+canary, mock.Do(func(*http.Request) (*http.Response, error) { return nil, errors.New("token=" + canary) })).AnyTimes()
		c := client(t, m, reg, outbound.WithRetry(retry.Policy{Attempts: 2, Methods: retry.AnyMethod()}), outbound.WithBreaker(breaker.Policy{MinCalls: 1, Ratio: 0.9}),
			outbound.WithAuth(auth.Bearer(canary)), outbound.WithHeader("X-Secret", canary))
		_, _ = outbound.Post[string](t.Context(), c, "https://user:"+canary+"@api.test/"+canary+"?token="+canary, map[string]string{"password": canary})
		_, _ = outbound.Get[string](t.Context(), c, "/"+canary)
		families, err := reg.Gather()
		if err != nil {
			t.Fatal(err)
		}
		if all := fmt.Sprint(families); strings.Contains(all, canary) || !strings.Contains(all, "outbound_calls_total") {
			t.Errorf("got %s", all)
		}
	})
}
