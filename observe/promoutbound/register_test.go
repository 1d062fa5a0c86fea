package promoutbound_test

import (
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"

	"example.com/outbound"
	"example.com/outbound/mock"
	"example.com/outbound/observe/promoutbound"
)

func histogram(t *testing.T, reg prometheus.Gatherer) *dto.Histogram {
	t.Helper()
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == "outbound_call_duration_seconds" {
			return f.GetMetric()[0].GetHistogram()
		}
	}
	t.Fatal("there is no histogram")
	return nil
}

func TestTwoClientsOfOneNameShareTheirMetrics(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		reg := prometheus.NewPedanticRegistry()
		m.On("GET", "/x", mock.Text(200, "x")).AnyTimes()
		for range 2 {
			c := client(t, m, reg, outbound.Preset("billing"))
			if _, err := outbound.Get[string](t.Context(), c, "/x"); err != nil {
				t.Fatal(err)
			}
		}
		want(t, reg, "outbound_calls_total", `outbound_calls_total{client="billing",code="200",kind="",method="GET",operation=""} 2`)
	})
}

func TestARegistryThatHasANameAlreadyIsAnErrorAndStaysAsItWas(t *testing.T) {
	for name, taken := range map[string]prometheus.Collector{
		"other labels": prometheus.NewCounterVec(prometheus.CounterOpts{Name: "outbound_give_ups_total", Help: "x"}, []string{"mine"}),
		"another kind": prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "outbound_give_ups_total", Help: "Calls that failed without a further attempt, by the reason."}, []string{"client", "reason"}),
	} {
		t.Run(name, func(t *testing.T) {
			reg := prometheus.NewPedanticRegistry()
			reg.MustRegister(taken)
			if _, err := promoutbound.New(reg); err == nil || !strings.Contains(err.Error(), "outbound_give_ups_total") {
				t.Fatalf("got %v, want the name of the metric", err)
			}
			calls := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "outbound_calls_total", Help: "Calls that have ended, by the last status and the kind of the failure."},
				[]string{"client", "operation", "method", "code", "kind"})
			if err := reg.Register(calls); err != nil {
				t.Errorf("got %v: a metric was left in the registry", err)
			}
			if !reg.Unregister(taken) {
				t.Error("the other metric is gone")
			}
		})
	}
}

func TestNoRegistryIsAnError(t *testing.T) {
	if _, err := promoutbound.New(nil); err == nil {
		t.Error("got no error")
	}
}
