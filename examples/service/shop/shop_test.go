package shop_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/examples/service/shop"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

const (
	catalog = "https://catalog.internal"
	billing = "https://billing.internal/v1"
)

// open opens a shop on the mock: its own presets, retries and tokens, no network.
func open(t *testing.T, m *mock.Transport) *shop.Shop {
	t.Helper()
	s, err := shop.New(shop.Config{
		CatalogURL: catalog, BillingURL: billing, BillingID: "shop", BillingSecret: "s3cret",
	}, outbound.WithMockTransport(m))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// token is an answer of the token endpoint, good for ten minutes.
func token(value string) mock.Reply {
	return mock.JSON(200, map[string]any{"access_token": value, "expires_in": 600})
}

func price(cents int) mock.Reply   { return mock.JSON(200, map[string]int{"cents": cents}) }
func charged(id string) mock.Reply { return mock.JSON(201, map[string]string{"id": id}) }

func order(ctx context.Context, s *shop.Shop, item string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequestWithContext(ctx, "POST", "/orders/"+item, nil))
	return w
}

func TestAnOrderIsCharged(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", catalog+"/items/{id}", price(250))
		m.On("POST", billing+"/token", token("one")).Where("the shop's own secret", func(req *http.Request) bool {
			return req.ParseForm() == nil && req.PostForm.Get("client_secret") == "s3cret"
		})
		m.On("POST", billing+"/charges", charged("c-1")).
			Header("Authorization", "Bearer one").
			JSON(map[string]any{"item": "tea", "cents": 250})

		w := order(t.Context(), open(t, m), "tea")

		if got := strings.TrimSpace(w.Body.String()); w.Code != 201 || got != `{"item":"tea","cents":250,"charge":"c-1"}` {
			t.Errorf("got %d %s", w.Code, got)
		}
		m.AssertOrder("GET /items/tea", "POST /v1/token", "POST /v1/charges")
	})
}

func TestAnItemThatTheCatalogDoesNotHave(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/items/{id}", mock.Status(404))
		_, err := open(t, m).Order(t.Context(), "gold")
		if !errors.Is(err, shop.ErrNoSuchItem) {
			t.Errorf("got %v, want ErrNoSuchItem", err)
		}
	})
}

func TestAFlakyCatalogIsAskedAgain(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/items/{id}",
			mock.Status(503).With("Retry-After", "20"),
			mock.Reset(),
			price(250))
		m.On("POST", "/v1/token", token("one"))
		m.On("POST", "/v1/charges", charged("c-1"))

		if _, err := open(t, m).Order(t.Context(), "tea"); err != nil {
			t.Fatal(err)
		}
		if waits := m.Waits(); waits[0] != 20*time.Second {
			t.Errorf("waited %v, want the 20 s that the catalog asked for first", waits)
		}
	})
}

func TestACatalogThatStaysDownIsGivenUp(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/items/{id}", mock.Refused())

		w := order(t.Context(), open(t, m), "tea")

		if w.Code != 503 || m.Calls("GET", "/items/{id}") != 1 || m.Attempts() != 4 {
			t.Errorf("got %d after %d attempts, want 503 after 4", w.Code, m.Attempts())
		}
		if m.Elapsed() > 7*time.Second {
			t.Errorf("took %v, want at most 1 s + 2 s + 4 s", m.Elapsed())
		}
	})
}

func TestASlowCatalogIsGivenTwoSecondsPerAttempt(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/items/{id}", mock.Stall())
		_, err := open(t, m).Order(t.Context(), "tea")
		var he *outbound.HTTPError
		if !errors.As(err, &he) || he.Kind != httperror.Timeout || he.Reason != string(retry.AttemptsExhausted) {
			t.Fatalf("got %v, want a timeout after all attempts", err)
		}
		for _, a := range he.History {
			if a.Duration != 2*time.Second {
				t.Errorf("attempt %d took %v, want 2 s", a.Number, a.Duration)
			}
		}
	})
}

func TestATokenIsKeptUntilItExpires(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/items/{id}", price(250))
		m.On("POST", "/v1/token", token("one"), token("two"))
		m.On("POST", "/v1/charges", charged("c-1")).Header("Authorization", "Bearer one").Times(2)
		m.On("POST", "/v1/charges", charged("c-2")).Header("Authorization", "Bearer two").Once()
		s := open(t, m)
		for _, pause := range []time.Duration{0, 5 * time.Minute, 20 * time.Minute} {
			time.Sleep(pause) // no time at all: it is virtual
			if _, err := s.Order(t.Context(), "tea"); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestATokenThatIsRefusedIsReplaced(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/items/{id}", price(250))
		m.On("POST", "/v1/token", token("revoked"), token("new"))
		m.On("POST", "/v1/charges", mock.Status(401)).Header("Authorization", "Bearer revoked")
		m.On("POST", "/v1/charges", charged("c-1")).Header("Authorization", "Bearer new")

		if got, err := open(t, m).Order(t.Context(), "tea"); err != nil || got.Charge != "c-1" {
			t.Errorf("got %v, %v, want the charge c-1", got, err)
		}
	})
}

func TestAChargeIsSentAgainUnderTheSameKey(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/items/{id}", price(250))
		m.On("POST", "/v1/token", token("one"))
		m.On("POST", "/v1/charges", mock.Reset(), charged("c-1"))

		if _, err := open(t, m).Order(t.Context(), "tea"); err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, r := range m.Requests() {
			if u, _ := url.Parse(r.URL); u.Path == "/v1/charges" {
				keys = append(keys, r.Header.Get("Idempotency-Key"))
			}
		}
		if len(keys) != 2 || keys[0] == "" || keys[0] != keys[1] {
			t.Errorf("got the keys %q, want the same one twice", keys)
		}
	})
}

func TestACustomerWhoLeavesIsNotCharged(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/items/{id}", mock.Status(503).With("Retry-After", "30"))
		ctx, leave := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, leave)

		_, err := open(t, m).Order(ctx, "tea")

		if !errors.Is(err, httperror.Canceled) || m.Elapsed() != 3*time.Second {
			t.Errorf("got %v after %v, want canceled after 3 s", err, m.Elapsed())
		}
	})
}

func TestBillingThatAsksToWaitIsPassedOn(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/items/{id}", price(250))
		m.On("POST", "/v1/token", token("one"))
		m.On("POST", "/v1/charges", mock.RateLimited(2*time.Minute))

		w := order(t.Context(), open(t, m), "tea")

		if w.Code != 503 || w.Header().Get("Retry-After") != "120" {
			t.Errorf("got %d with %v, want 503 and two minutes", w.Code, w.Header())
		}
	})
}
