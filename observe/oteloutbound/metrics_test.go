package oteloutbound_test

import (
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

func TestTheMetricsOfACallThatGivesUp(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		r := newRecorder()
		m.On("GET", "/users/{id}", mock.Status(503), mock.Refused(), mock.Status(503))
		c := client(t, m, r, outbound.Preset("billing"), outbound.WithRetry(retry.Policy{Attempts: 3, Wait: retry.Constant(time.Second), Jitter: retry.NoJitter}))
		_, _ = outbound.Get[string](t.Context(), c, "/users/{id}", outbound.PathParam("id", "42"), outbound.Operation("get user"))
		target := "http.request.method=GET "
		server := "server.address=api.test server.port=443 "
		call := "http.request.method=GET "
		client := "outbound.client=billing "
		wantPoints(t, r, "http.client.request.duration",
			"error.type=503 "+target+"http.response.status_code=503 network.protocol.version=1.1 "+server+"url.template=/users/{id}: 2 in 0s",
			"error.type=connect "+target+server+"url.template=/users/{id}: 1 in 0s")
		wantPoints(t, r, "http.client.active_requests", target+server+"url.scheme=https url.template=/users/{id}: 0")
		wantPoints(t, r, "outbound.call.duration",
			"error.type=503 "+call+"http.response.status_code=503 "+client+"outbound.operation=get user url.template=/users/{id}: 1 in 2s")
		wantPoints(t, r, "outbound.retries",
			call+client+"outbound.kind=connect outbound.operation=get user url.template=/users/{id}: 1",
			call+client+"outbound.kind=server_status outbound.operation=get user url.template=/users/{id}: 1")
		wantPoints(t, r, "outbound.give_ups",
			call+client+"outbound.operation=get user outbound.reason=attempts url.template=/users/{id}: 1")
	})
}

func TestARequestIsActiveUntilItsBodyHasEnded(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		r := newRecorder()
		m.On("GET", "/x", mock.Text(200, "hello"))
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.test/x", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client(t, m, r).HTTP().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		active := "http.request.method=GET server.address=api.test server.port=443 url.scheme=https: "
		wantPoints(t, r, "http.client.active_requests", active+"1")
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
		wantPoints(t, r, "http.client.active_requests", active+"0")
	})
}

func TestAWaitForTheClientsOwnRateIsMeasured(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		r := newRecorder()
		m.On("GET", "/x", mock.Text(200, "x")).AnyTimes()
		c := client(t, m, r, outbound.WithRateLimit(limit.Rate{N: 1, Burst: 1}))
		for range 2 {
			if _, err := outbound.Get[string](t.Context(), c, "/x"); err != nil {
				t.Fatal(err)
			}
		}
		wantPoints(t, r, "outbound.admission.wait", "http.request.method=GET: 1 in 1s")
	})
}

func TestTheStateOfTheBreakersOfManyOriginsIsBounded(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		r := newRecorder()
		c := client(t, m, r, outbound.WithBreaker(breaker.Policy{}))
		for i := range 1000 {
			c.Isolate(fmt.Sprintf("https://host%d.test", i), time.Minute)
		}
		if n := len(r.points(t, "outbound.breaker.state")); n != 101 {
			t.Errorf("got %d origins, want 100 and the others", n)
		}
	})
}
