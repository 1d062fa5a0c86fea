package main

import (
	"net/http"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"example.com/outbound/examples/service/shop"
)

// flaky is an upstream that fails the first request for a price.
func flaky() http.Handler {
	var prices atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("GET /catalog/items/{id}", func(w http.ResponseWriter, _ *http.Request) {
		if prices.Add(1) == 1 {
			http.Error(w, "busy", http.StatusServiceUnavailable)
			return
		}
		answer(w, map[string]any{"cents": 250})
	})
	mux.HandleFunc("POST /billing/token", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"access_token": "t", "expires_in": 600})
	})
	mux.HandleFunc("POST /billing/charges", func(w http.ResponseWriter, _ *http.Request) { answer(w, map[string]any{"id": "c-1"}) })
	return mux
}

func TestAnOrderIsSeenInTheLogTheTracesTheMetricsThePagesAndTheFile(t *testing.T) {
	s := newScene(t, "s3cret", flaky())
	const parent = "0af7651916cd43dd8448eb211c80319c"
	header := http.Header{"Traceparent": {"00-" + parent + "-b7ad6b7169203331-01"}}
	if status := s.order(t, "tea", header); status != http.StatusCreated {
		t.Fatalf("got status %d:\n%s", status, s.log)
	}
	all := s.everything(t, 3)
	for place, wants := range map[string][]string{
		"the log":              {`"message":"retry"`, `"status":503`, `"client":"billing"`},
		"the collector":        {"POST /v1/traces", "GET /items/{id}", "outbound charge", "POST /orders/{item}"},
		"/traces":              {"trace " + parent, "  POST /orders/{item}  server", "    outbound /items/{id}  internal", "      GET /items/{id} ERROR  client", "http.request.resend_count=1", "retry.backoff"},
		"/metrics":             {`outbound_calls_total{client="catalog",code="200",kind="",method="GET",operation="/items/{id}"} 1`, `trace_id="` + parent + `"`, `operation="charge"`, "outbound_call_duration_seconds_bucket"},
		"/outbound/":           {"catalog", "billing-token", "breaker closed"},
		"/outbound/calls/text": {"/items/{id}", "503 after", "200 after"},
		"/outbound/calls/1":    {`id="attempt-2"`, "Send it again"},
		"the HAR file":         {`"_attempt":2`, `"version":"1.2"`, "\n]}}"},
	} {
		for _, want := range wants {
			if !strings.Contains(all[place], want) {
				t.Errorf("%s does not say %q:\n%.3000s", place, want, all[place])
			}
		}
	}
}

func TestWithoutUpstreamsItBringsItsOwn(t *testing.T) {
	var cfg shop.Config
	upstreams, err := startUpstreams(&cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer upstreams.Close()
	s, err := start(t.Context(), config{Config: cfg, public: "127.0.0.1:0", admin: "127.0.0.1:0", log: &buffer{}})
	if err != nil {
		t.Fatal(err)
	}
	order(t.Context(), s.publicURL, "gold")
	sc := &scene{service: s}
	if got := sc.page(t, "/outbound/calls/text"); !strings.Contains(got, "404") {
		t.Errorf("the order is not on the page:\n%s", got)
	}
	if err := s.stop(nil); err != nil {
		t.Error(err)
	}
}

func TestAPortThatIsTakenIsAnErrorAndLeavesNothing(t *testing.T) {
	s := newScene(t, "s3cret", flaky())
	defer func() { _ = s.stop(nil) }()
	taken := strings.TrimPrefix(s.adminURL, "http://")
	cfg := config{Config: shop.Config{CatalogURL: "http://catalog.test", BillingURL: "http://billing.test"}, public: "127.0.0.1:0", admin: taken, log: &buffer{}}
	if _, err := start(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), taken) {
		t.Errorf("got %v, want the address", err)
	}
}

func TestThePrometheusOfTheExampleIsConfigured(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "promtool", "check", "config", "prometheus.yml").CombinedOutput()
	if err != nil {
		t.Errorf("promtool check config: %v (it comes with the package prometheus)\n%s", err, out)
	}
	s := newScene(t, "s3cret", flaky())
	defer func() { _ = s.stop(nil) }()
	_ = s.order(t, "tea", nil)
	check := exec.CommandContext(t.Context(), "promtool", "check", "metrics")
	check.Stdin = strings.NewReader(s.page(t, "/metrics"))
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("promtool check metrics: %v\n%s", err, out)
	}
}
