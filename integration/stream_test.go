package integration_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

func TestAStreamIsReadLineByLine(t *testing.T) {
	url, c := binURL(t), newClient(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/stream/5", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.Do(req, outbound.Stream())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := 0
	for s := bufio.NewScanner(resp.Body); s.Scan(); lines++ {
		var v map[string]any
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			t.Errorf("line %d: %v", lines, err)
		}
	}
	if lines != 5 {
		t.Errorf("got %d lines, want 5", lines)
	}
}

// The attempt timeout ends with the headers of a stream, the pause between two
// bytes has a bound of its own.
func TestADrippingStreamOutlivesTheAttemptTimeout(t *testing.T) {
	const drip = "/drip?numbytes=5&duration=0.5&delay=0"
	for _, tt := range []struct {
		name string
		idle time.Duration
		kind httperror.Kind
		want string
	}{
		{"within the idle timeout", 2 * time.Second, "", "*****"},
		{"past the idle timeout", 30 * time.Millisecond, httperror.Timeout, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := bin(t, outbound.WithAttemptTimeout(200*time.Millisecond), outbound.WithBodyIdleTimeout(tt.idle))
			resp, err := c.R(t.Context(), outbound.Stream()).Get(drip)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.RawBody().Close()
			got, err := io.ReadAll(resp.RawBody())
			if tt.kind != "" {
				failure(t, err, tt.kind)
				return
			}
			if err != nil || string(got) != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestADrippingBodyIsReadWhole(t *testing.T) {
	got, err := outbound.Get[string](t.Context(), bin(t), "/drip?numbytes=5&duration=0.3&delay=0")
	if err != nil || got != "*****" {
		t.Errorf("got %q, %v, want five stars", got, err)
	}
}
