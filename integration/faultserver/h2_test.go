package faultserver_test

import (
	"context"
	"crypto/tls"
	"net/http"
	"testing"
	"time"

	"golang.org/x/net/http2"

	"example.com/outbound/integration/faultserver"
)

func TestHTTP2(t *testing.T) {
	ca := faultserver.NewAuthority(t)
	for _, tt := range []struct {
		name   string
		step   faultserver.StreamStep
		status int
	}{
		{"an answer", faultserver.H2JSON("{}"), 200},
		{"reset", faultserver.H2Reset(http2.ErrCodeInternal), none},
		{"reset in the body", faultserver.H2ResetInBody(http2.ErrCodeInternal, `{"a":1}`), 200},
		{"going away", faultserver.H2GoAway(http2.ErrCodeInternal, true), none},
		{"frozen", faultserver.H2Freeze(), none},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := faultserver.StartH2(t, ca.Issue(t), 0, tt.step)
			base := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: ca.Pool}}
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			status, _, err := get(ctx, &http.Client{Transport: base}, srv.URL)
			if status != tt.status {
				t.Errorf("got %d, %v, want status %d", status, err, tt.status)
			}
			if srv.Count() != 1 {
				t.Errorf("got %d requests, want 1", srv.Count())
			}
			base.CloseIdleConnections()
		})
	}
}
