package outbound_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/chaos"
	"example.com/outbound/middleware/layertest"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// What docs/testing.md shows.

// userName is the code under test.
func userName(ctx context.Context, client *outbound.Client, id int) (string, error) {
	user, err := outbound.Get[User](ctx, client, "/users/{id}", outbound.PathParam("id", strconv.Itoa(id)))
	if errors.Is(err, httperror.Status(404)) {
		return "nobody", nil
	}
	return user.Name, err
}

func TestTheNameOfAUser(t *testing.T) {
	client, m := mock.New(t)
	m.On("GET", "/users/42", mock.JSON(200, User{ID: 42, Name: "Ada"}))

	name, err := userName(t.Context(), client, 42)

	if err != nil || name != "Ada" {
		t.Errorf("got %q, %v, want Ada", name, err)
	}
}

func TestAUserThatDoesNotExist(t *testing.T) {
	client, m := mock.New(t)
	m.On("GET", "/users/{id}", mock.Status(404))

	name, err := userName(t.Context(), client, 43)

	if err != nil || name != "nobody" {
		t.Errorf("got %q, %v, want nobody", name, err)
	}
}

func TestEachStubTakesWhatItNames(t *testing.T) {
	client, m := mock.New(t)
	login := m.On("POST", "/login", mock.JSON(200, map[string]string{"session": "s-1"})).
		JSON(map[string]any{"user": "ada"}).
		Once()
	m.On("GET", "/files/{path...}", mock.Text(200, "hello")).
		Query("version", "2").
		Header("Accept-Language", "en").
		After(login)

	if _, err := outbound.Post[any](t.Context(), client, "/login", map[string]any{"user": "ada", "password": "s3cret"}); err != nil {
		t.Fatal(err)
	}
	_, err := outbound.Get[string](t.Context(), client, "/files/a/b.txt",
		outbound.Query("version", "2"), outbound.Header("Accept-Language", "en"))
	if err != nil {
		t.Fatal(err)
	}
	m.AssertOrder("POST /login", "GET /files/a/b.txt")
}

func TestAFunctionAnswers(t *testing.T) {
	client, m := mock.New(t)
	m.On("GET", "/pages/{n}", mock.Do(func(req *http.Request) (*http.Response, error) {
		w := httptest.NewRecorder()
		fmt.Fprintf(w, "you asked for %s", req.URL.Path)
		return w.Result(), nil
	}))
	got, err := outbound.Get[string](t.Context(), client, "/pages/2")
	if err != nil || got != "you asked for /pages/2" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestAServerThatIsBusyForAMinute(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		client, err := outbound.New(outbound.Standard(), outbound.WithTimeout(2*time.Minute), outbound.WithMockTransport(m))
		if err != nil {
			t.Fatal(err)
		}
		m.On("GET", "/report",
			mock.Status(503).With("Retry-After", "45"),
			mock.Reset().After(3*time.Second),
			mock.Text(200, "done"))

		got, err := outbound.Get[string](t.Context(), client, "https://reports.internal/report")

		if err != nil || got != "done" {
			t.Errorf("got %q, %v", got, err)
		}
		if waits := m.Waits(); waits[0] != 45*time.Second {
			t.Errorf("waited %v, want the 45 s that were asked for", waits)
		}
	})
}

func TestAgainstARealHandler(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		asked := 0
		srv := mock.NewTLSServer(t, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			if asked++; asked == 1 {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			fmt.Fprint(w, req.Proto)
		}))
		client, err := outbound.New(outbound.Standard(), outbound.WithBaseURL(srv.URL), outbound.WithMockTransport(srv))
		if err != nil {
			t.Fatal(err)
		}
		got, err := outbound.Get[string](t.Context(), client, "/")
		if err != nil || got != "HTTP/2.0" {
			t.Errorf("got %q, %v", got, err)
		}
	})
}

func TestAFlakyDependency(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		flaky, err := chaos.InsecureInject(chaos.Config{
			Seed: 1, Late: 0.2, Delay: 3 * time.Second, Errors: 0.1, Statuses: 0.1, Cuts: 0.05,
		})
		if err != nil {
			t.Fatal(err)
		}
		client, err := outbound.New(
			outbound.WithRetry(retry.Policy{}),
			outbound.WithBaseURL("https://users.internal"),
			outbound.WithMockTransport(m),
			outbound.WithLayer(middleware.PerAttempt, "chaos", flaky),
		)
		if err != nil {
			t.Fatal(err)
		}
		m.On("GET", "/users/{id}", mock.JSON(200, User{ID: 42, Name: "Ada"}))
		failed := 0
		for range 1000 {
			if _, err := userName(t.Context(), client, 42); err != nil {
				failed++
			}
		}
		if failed > 5 {
			t.Errorf("%d of 1000 calls failed: four attempts should get through", failed)
		}
	})
}

func TestATenantLayerKeepsTheContract(t *testing.T) {
	tenant := func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			req = req.Clone(req.Context())
			req.Header.Set("X-Tenant", "blue")
			return next.RoundTrip(req)
		})
	}
	layertest.Run(t, tenant)
}

func TestTheLayersOfThePlatformsPreset(t *testing.T) {
	client, _ := mock.New(t, platform())
	mock.AssertChain(t, client, "deadline", "headers", "retry", "attempt-timeout", "classify", "transport")
}

func TestAServerThatIsOverloaded(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		client, err := outbound.New(outbound.WithBaseURL(mock.BaseURL), outbound.WithTimeout(2500*time.Millisecond), outbound.WithMockTransport(m))
		if err != nil {
			t.Fatal(err)
		}
		m.On("GET", "/report", mock.Overload(2, time.Second)) // two workers, a second each
		var served atomic.Int64
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				if _, err := outbound.Get[string](t.Context(), client, "/report"); err == nil {
					served.Add(1)
				}
			})
		}
		all.Wait()
		if got := served.Load(); got != 4 {
			t.Errorf("%d of 10 were served, want 4: the others would have been answered after 3 s and more", got)
		}
	})
}

func TestAnUploadThatIsRefusedAtOnce(t *testing.T) {
	client, m := mock.New(t)
	m.KeepBodies(1024) // of each request, for m.Requests()
	m.On("POST", "/files", mock.Status(413).Early())
	_, err := outbound.Post[string](t.Context(), client, "/files", strings.Repeat("x", 10<<20))
	if !errors.Is(err, httperror.Status(413)) {
		t.Errorf("got %v, want the status 413", err)
	}
}

// platform is the preset of a platform team.
func platform() outbound.Option {
	return outbound.Options(outbound.WithTimeout(10*time.Second), outbound.WithAttemptTimeout(3*time.Second), outbound.WithRetry(retry.Policy{}))
}
