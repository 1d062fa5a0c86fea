package promoutbound_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// binary is the path of a program of the Debian package prometheus.
func binary(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is not installed: it comes with the package prometheus (apt-get install prometheus)", name)
	}
	return path
}

// server is a Prometheus that scrapes what it is told every second.
type server struct {
	url string
	log string
}

// startPrometheus starts one on 127.0.0.1 that scrapes reg, with the alerts of
// this folder and some features that are off by default.
func startPrometheus(t *testing.T, reg *prometheus.Registry, features string) *server {
	t.Helper()
	target := httptest.NewServer(promhttp.HandlerFor(reg, promhttp.HandlerOpts{EnableOpenMetrics: true}))
	t.Cleanup(target.Close)
	alerts, err := filepath.Abs("alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	config := fmt.Sprintf("global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: [%s]\nscrape_configs: [{job_name: test, static_configs: [{targets: ['%s']}]}]\n",
		alerts, strings.TrimPrefix(target.URL, "http://"))
	file := filepath.Join(dir, "prometheus.yml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	address := freeAddress(t)
	log, err := os.Create(filepath.Join(dir, "log")) // in a folder of the test
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	cmd := exec.CommandContext(t.Context(), binary(t, "prometheus"), // the arguments are the test's
		"--config.file="+file, "--storage.tsdb.path="+filepath.Join(dir, "data"), "--web.listen-address="+address,
		"--enable-feature="+features)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	s := &server{url: "http://" + address, log: log.Name()}
	s.wait(t, "Prometheus is ready", func() bool {
		resp, err := http.Get(s.url + "/-/ready")
		if err != nil {
			return false
		}
		defer resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
	return s
}

// freeAddress is one that nobody listens on: Prometheus does not say which port
// it has taken.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// wait waits for a state of the server.
func (s *server) wait(t *testing.T, what string, reached func() bool) {
	t.Helper()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for begun := time.Now(); !reached(); {
		if time.Since(begun) > 30*time.Second {
			log, _ := os.ReadFile(s.log)
			t.Fatalf("not within 30s: %s\n%s", what, log)
		}
		<-tick.C
	}
}

// ask is an answer of the HTTP API of Prometheus.
func (s *server) ask(t *testing.T, path string, query url.Values, data any) error {
	t.Helper()
	resp, err := http.Get(s.url + "/api/v1/" + path + "?" + query.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Status, Error string
		Data          json.RawMessage
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatalf("%s: %s", path, text)
	}
	if answer.Status != "success" {
		return fmt.Errorf("%s", answer.Error)
	}
	return json.Unmarshal(answer.Data, data)
}

// series is how many series an expression has.
func (s *server) series(t *testing.T, expr string) (int, error) {
	t.Helper()
	var data struct{ Result []json.RawMessage }
	err := s.ask(t, "query", url.Values{"query": {expr}}, &data)
	return len(data.Result), err
}

// exemplars is how many series of a metric have some.
func (s *server) exemplars(t *testing.T, metric string) int {
	t.Helper()
	var data []json.RawMessage
	now := time.Now()
	err := s.ask(t, "query_exemplars", url.Values{
		"query": {metric}, "start": {now.Add(-time.Minute).Format(time.RFC3339)}, "end": {now.Add(time.Minute).Format(time.RFC3339)},
	}, &data)
	if err != nil {
		t.Fatal(err)
	}
	return len(data)
}

// evaluated reports whether every alert was evaluated.
func (s *server) evaluated(t *testing.T) bool {
	t.Helper()
	var data struct {
		Groups []struct {
			Rules []struct{ Name, Health, LastError string }
		}
	}
	if err := s.ask(t, "rules", nil, &data); err != nil || len(data.Groups) != 1 {
		t.Fatalf("got %v, %v", data, err)
	}
	for _, r := range data.Groups[0].Rules {
		if r.LastError != "" {
			t.Fatalf("%s: %s", r.Name, r.LastError)
		}
		if r.Health != "ok" {
			return false
		}
	}
	return true
}
