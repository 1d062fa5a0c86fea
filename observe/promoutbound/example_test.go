package promoutbound_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"example.com/outbound"
	"example.com/outbound/observe/promoutbound"
)

func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "Ada") }))
	defer server.Close()

	registry := prometheus.NewRegistry() // or prometheus.DefaultRegisterer
	observer, err := promoutbound.New(registry)
	if err != nil {
		fmt.Println(err)
		return
	}
	client, err := outbound.New(
		outbound.Preset("billing", outbound.Standard()), // the name is the label client
		outbound.WithBaseURL(server.URL),
		outbound.WithObserver(observer),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	http.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{EnableOpenMetrics: true})) // for exemplars

	defer client.Close()
	if _, err := outbound.Get[string](context.Background(), client, "/users/{id}", outbound.PathParam("id", "42")); err != nil {
		fmt.Println(err)
	}
	n, _ := testutil.GatherAndCount(registry, "outbound_calls_total")
	fmt.Println(n, "series")
	// Output: 1 series
}
