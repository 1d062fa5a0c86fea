package mock_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

func TestRequestsAreRecordedInOrder(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		c, err := outbound.New(outbound.WithBaseURL(api), outbound.WithMockTransport(m),
			outbound.WithRetry(retry.Policy{Wait: retry.Constant(time.Second), Jitter: retry.NoJitter}))
		if err != nil {
			t.Fatal(err)
		}
		m.On("PUT", "/users/42", mock.Refused(), mock.Status(503).After(time.Second), mock.Status(204))
		begun := time.Now()
		if _, err := outbound.Put[struct{}](t.Context(), c, "/users/42", user{42, "Ada"}, outbound.Header("X-Tenant", "blue")); err != nil {
			t.Fatal(err)
		}
		all := m.Requests()
		if len(all) != 3 || m.Attempts() != 3 {
			t.Fatalf("got %v, want 3 requests", all)
		}
		for i, want := range []struct {
			body string
			at   time.Duration
		}{{"", 0}, {`{"id":42,"name":"Ada"}`, time.Second}, {`{"id":42,"name":"Ada"}`, 3 * time.Second}} {
			r := all[i]
			if r.Method != "PUT" || r.URL != api+"/users/42" || r.Header.Get("X-Tenant") != "blue" {
				t.Errorf("request %d: got %v with %v", i+1, r, r.Header)
			}
			if string(r.Body) != want.body || r.Time.Sub(begun) != want.at {
				t.Errorf("request %d: got %q at %v, want %q at %v", i+1, r.Body, r.Time.Sub(begun), want.body, want.at)
			}
		}
	})
}

func TestARecordedRequestPrintsNoSecret(t *testing.T) {
	m := mock.NewTransport(t)
	m.On("POST", "/a")
	resp, err := ask(t, m, "POST", api+"/a?token=s3cret", "s3cret", "Authorization", "Bearer s3cret")
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	r := m.Requests()[0]
	if r.Header.Get("Authorization") != "Bearer s3cret" || string(r.Body) != "s3cret" {
		t.Errorf("got %v, %q, want what was sent", r.Header, r.Body)
	}
	if text := fmt.Sprintf("%v %+v %#v %s", r, r, []mock.Recorded{r}, r); strings.Contains(text, "s3cret") {
		t.Errorf("a secret is in %s", text)
	}
}

func TestARecordIsTheCallersOwn(t *testing.T) {
	m := mock.NewTransport(t)
	m.On("POST", "/a")
	resp, err := ask(t, m, "POST", api+"/a", "hello", "X", "1")
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	r := m.Requests()[0]
	r.Header.Set("X", "2")
	r.Body[0] = 'H'
	if again := m.Requests()[0]; again.Header.Get("X") != "1" || string(again.Body) != "hello" {
		t.Errorf("got %v, %q, want it unchanged", again.Header, again.Body)
	}
}

func TestCallsCountOnceHoweverOftenTheyAreSent(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		c, err := outbound.New(outbound.WithBaseURL(api), outbound.WithMockTransport(m), outbound.WithRetry(retry.Policy{}))
		if err != nil {
			t.Fatal(err)
		}
		m.On("GET", "/users/{id}", mock.Status(503), mock.Status(503), mock.JSON(200, user{}))
		for _, path := range []string{"/users/1", "/users/2"} {
			if _, err := outbound.Get[user](t.Context(), c, path); err != nil {
				t.Fatal(err)
			}
		}
		send(t, m, "GET /users/3")
		for pattern, want := range map[string]int{"/users/1": 1, "/users/{id}": 3, api + "/users/3": 1, "/nobody": 0} {
			if got := m.Calls("GET", pattern); got != want {
				t.Errorf("%s: got %d calls, want %d", pattern, got, want)
			}
		}
		if m.Attempts() != 5 {
			t.Errorf("got %d attempts, want 5", m.Attempts())
		}
	})
}

func TestARetryOfFiftySecondsTakesNoTime(t *testing.T) {
	begun := time.Now()
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		c, err := outbound.New(outbound.WithMockTransport(m), outbound.WithRetry(retry.Policy{
			Wait: retry.List(10*time.Second, 20*time.Second, 19*time.Second), Jitter: retry.NoJitter,
		}))
		if err != nil {
			t.Fatal(err)
		}
		m.On("GET", "/a", mock.SlowBody(503, "busy", 250*time.Millisecond), mock.Refused(), mock.Reset(), mock.Status(200))
		if _, err := outbound.Get[struct{}](t.Context(), c, api+"/a"); err != nil {
			t.Fatal(err)
		}
		want := []time.Duration{10 * time.Second, 20 * time.Second, 19 * time.Second}
		if got := m.Waits(); !slices.Equal(got, want) {
			t.Errorf("got the waits %v, want %v", got, want)
		}
		if m.Elapsed() != 50*time.Second {
			t.Errorf("got %v, want 50s", m.Elapsed())
		}
	})
	if took := time.Since(begun); took > time.Second {
		t.Errorf("took %v of real time", took)
	}
}

func TestFiftyTestsInParallel(t *testing.T) {
	for i := range 50 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			c, m := mock.New(t, outbound.WithRetry(retry.Policy{Wait: retry.Constant(time.Millisecond)}))
			m.On("GET", "/users/{id}", mock.Status(503), mock.Reset(), mock.JSON(200, user{ID: i}))
			for range 5 {
				got, err := outbound.Get[user](t.Context(), c, "/users/42")
				if err != nil || got.ID != i {
					t.Fatalf("got %v, %v, want this test's own user %d", got, err, i)
				}
			}
			if n := m.Attempts(); n != 7 {
				t.Errorf("got %d attempts, want 7", n)
			}
		})
	}
}

func TestOneTransportServesManyGoroutines(t *testing.T) {
	c, m := mock.New(t)
	m.On("POST", "/echo", mock.Do(echo)).Times(160)
	done := make(chan error)
	for i := range 20 {
		go func() {
			for range 8 {
				body := fmt.Sprint(i)
				got, err := outbound.Post[string](t.Context(), c, "/echo", body)
				if err == nil && got != body {
					err = fmt.Errorf("got %q, want %q", got, body)
				}
				_ = m.Requests()
				done <- err
			}
		}()
	}
	for range 160 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestAPresetIsPutOnTheMockUnchanged(t *testing.T) {
	m := mock.NewTransport(t)
	c, err := outbound.New(
		outbound.Preset("billing", outbound.InternalNetwork(), outbound.WithBaseURL("https://billing.internal/v1"), outbound.WithProxy("http://proxy.internal:3128")),
		outbound.WithMockTransport(m),
	)
	if err != nil {
		t.Fatal(err)
	}
	m.On(http.MethodGet, "https://billing.internal/v1/invoices/{id}", mock.Text(200, "paid"))
	if got, err := outbound.Get[string](t.Context(), c, "/invoices/7"); err != nil || got != "paid" {
		t.Errorf("got %q, %v, want paid", got, err)
	}
}
