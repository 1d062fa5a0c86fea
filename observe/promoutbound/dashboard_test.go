package promoutbound_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"

	"example.com/outbound"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/observe/promoutbound"
	"example.com/outbound/retry"
)

func TestTheAlertsAreRulesThatFireAsTheySay(t *testing.T) {
	for _, args := range [][]string{{"check", "rules", "alerts.yml"}, {"test", "rules", "alerts_test.yml"}} {
		if out, err := exec.CommandContext(t.Context(), binary(t, "promtool"), args...).CombinedOutput(); err != nil { // fixed arguments
			t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
}

// traffic makes calls of every sort that the dashboard shows.
func traffic(t *testing.T, reg *prometheus.Registry) {
	t.Helper()
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/broken" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(api.Close)
	o, err := promoutbound.New(reg)
	if err != nil {
		t.Fatal(err)
	}
	c, err := outbound.New(outbound.Preset("billing"), outbound.WithBaseURL(api.URL), outbound.WithoutProxy(), outbound.WithObserver(o),
		outbound.WithRetry(retry.Policy{Attempts: 2, Wait: retry.Constant(time.Millisecond)}), outbound.WithBreaker(breaker.Policy{}))
	if err != nil {
		t.Fatal(err)
	}
	c.Isolate("https://elsewhere.test", time.Hour)
	ctx := trace.ContextWithSpanContext(context.Background(), trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: trace.TraceID{1}, SpanID: trace.SpanID{1}, TraceFlags: trace.FlagsSampled,
	}))
	tick := time.NewTicker(50 * time.Millisecond)
	t.Cleanup(tick.Stop)
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	t.Cleanup(func() { cancel(); <-done; _ = c.Close() })
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			_, _ = outbound.Get[string](ctx, c, "/users/{id}", outbound.PathParam("id", "1"))
			_, _ = outbound.Get[string](ctx, c, "/broken", outbound.Operation("break"))
			select {
			case <-tick.C:
			case <-ctx.Done():
			}
		}
	}()
}

func TestEachPanelOfTheDashboardShowsSomethingInARealPrometheus(t *testing.T) {
	reg := prometheus.NewRegistry()
	traffic(t, reg)
	for name, features := range map[string]string{"with native histograms": "native-histograms,exemplar-storage", "without": "exemplar-storage"} {
		t.Run(name, func(t *testing.T) {
			s := startPrometheus(t, reg, features)
			for title, exprs := range panels(t) {
				for _, expr := range exprs {
					s.wait(t, "the panel "+title+" shows something: "+expr, func() bool {
						n, err := s.series(t, expr)
						if err != nil {
							t.Fatalf("%s: %s: %v", title, expr, err)
						}
						return n > 0
					})
				}
			}
			s.wait(t, "a call of a trace leaves an exemplar", func() bool { return s.exemplars(t, "outbound_calls_total") > 0 })
			s.wait(t, "the alerts are evaluated", func() bool { return s.evaluated(t) })
		})
	}
}

// panels are the expressions of the dashboard, by the title of their panel, with
// its variables put in.
func panels(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("grafana.json")
	if err != nil {
		t.Fatal(err)
	}
	var dashboard struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(text, &dashboard); err != nil {
		t.Fatal(err)
	}
	variables := strings.NewReplacer("$__rate_interval", "10s", "$client", ".*", "$operation", ".*")
	all := map[string][]string{}
	for _, p := range dashboard.Panels {
		for _, target := range p.Targets {
			all[p.Title] = append(all[p.Title], variables.Replace(target.Expr))
		}
	}
	if len(all) < 10 {
		t.Fatalf("got %d panels", len(all))
	}
	return all
}
