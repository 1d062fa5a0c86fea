package networktest

import (
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

func TestAHandshakeThatTakesTooLongNamesItsLimit(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	c := doortest.NewClient(t, outbound.WithoutProxy(), outbound.WithTransportConfig(func(tr *http.Transport) { tr.TLSHandshakeTimeout = 50 * time.Millisecond }))
	_, err = outbound.Get[string](t.Context(), c, "https://"+l.Addr().String()+"/")
	if e := doortest.WantKind(t, err, httperror.TLS); e.Limit != "TLS handshake timeout 50ms" {
		t.Errorf("got limit %q of %v", e.Limit, err)
	}
}

func TestTheDeadlineOfEachAttemptIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, m := mock.New(t, outbound.WithBaseURL("http://api.test"), outbound.WithDeadlineHeader("x-left-ms"),
			outbound.WithTimeout(12*time.Second), outbound.WithAttemptTimeout(10*time.Second), outbound.WithRetry(retry.Policy{Jitter: retry.NoJitter}))
		m.On("GET", "/x", mock.Status(503).After(4*time.Second), mock.Text(200, ""))
		if _, err := outbound.Get[string](t.Context(), c, "/x"); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range m.Requests() {
			got = append(got, r.Header.Get("X-Left-Ms"))
		}
		if want := "10000 7000"; strings.Join(got, " ") != want {
			t.Errorf("got %v, want %s", got, want)
		}
	})
}
