package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/examples/service/shop"
	"example.com/outbound/retry"
)

// scene is the whole service in front of upstreams and a collector of traces.
type scene struct {
	*service
	log       *buffer
	collector *collector
	har       string
}

// newScene starts the service on ports of its own, and upstreams that h serves.
func newScene(t *testing.T, secret string, h http.Handler) *scene {
	t.Helper()
	upstreams := httptest.NewServer(h)
	t.Cleanup(upstreams.Close)
	s := &scene{log: &buffer{}, collector: &collector{}, har: filepath.Join(t.TempDir(), "calls.har")}
	collector := httptest.NewServer(s.collector)
	t.Cleanup(collector.Close)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	var err error
	s.service, err = start(t.Context(), config{
		Config: shop.Config{CatalogURL: upstreams.URL + "/catalog", BillingURL: upstreams.URL + "/billing", BillingID: "shop", BillingSecret: secret},
		public: "127.0.0.1:0", admin: "127.0.0.1:0", log: s.log, otlp: true, har: s.har,
		options: []outbound.Option{outbound.WithRetry(retry.Policy{Attempts: 3, Wait: retry.Constant(time.Millisecond), Jitter: retry.NoJitter})},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// order sends an order and returns the status.
func (s *scene) order(t *testing.T, target string, header http.Header) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.publicURL+"/orders/"+target, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

// page is what the admin port serves.
func (s *scene) page(t *testing.T, path string, accept ...string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.adminURL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header["Accept"] = accept
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: got status %d, %v", path, resp.StatusCode, err)
	}
	return string(text)
}

// everything stops the service and returns all that it has shown, by its place.
func (s *scene) everything(t *testing.T, calls int) map[string]string {
	t.Helper()
	all := map[string]string{}
	paths := []string{"/outbound/", "/outbound/text", "/outbound/calls", "/outbound/calls/text", "/metrics", "/traces"}
	for id := range calls {
		for _, form := range []string{"", "/text", "/har"} {
			paths = append(paths, fmt.Sprintf("/outbound/calls/%d%s", id+1, form))
		}
	}
	for _, path := range paths {
		all[path] = s.page(t, path)
	}
	all["/metrics"] += s.page(t, "/metrics", "application/openmetrics-text") // with exemplars
	if err := s.stop(nil); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(s.har)
	if err != nil {
		t.Fatal(err)
	}
	all["the HAR file"], all["the log"], all["the collector"] = string(file), s.log.String(), s.collector.String()
	return all
}

// collector keeps what is exported to it.
type collector struct{ buffer }

func (c *collector) ServeHTTP(_ http.ResponseWriter, req *http.Request) {
	var body io.Reader = req.Body
	if req.Header.Get("Content-Encoding") == "gzip" {
		body, _ = gzip.NewReader(req.Body)
	}
	text, _ := io.ReadAll(body)
	_, _ = fmt.Fprintf(c, "%s %s\n%s\n", req.Method, req.URL.Path, text)
}

// buffer is a [bytes.Buffer] that is safe for concurrent use.
type buffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
