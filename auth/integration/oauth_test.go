package integration_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/auth/integration/idp"
	"example.com/outbound/auth/oauth"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

// house is an authorization server, its API, and a client of that.
type house struct {
	*idp.Server
	client *outbound.Client
	via    oauth.Option
}

const plainHome = "http://api.example.test"

func newHouse(t *testing.T, s *idp.Server, scheme func(*house) auth.TokenSource, opts ...outbound.Option) *house {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", s.Token)
	mux.HandleFunc("/api", s.API)
	tr := servePipes(t, mux)
	h := &house{Server: s, via: oauth.HTTPClient(&http.Client{Transport: tr})}
	if scheme == nil {
		scheme = credentials
	}
	var err error
	h.client, err = outbound.New(append([]outbound.Option{
		outbound.WithBaseURL(plainHome), outbound.WithTransport(tr), outbound.WithAuth(auth.Tokens(scheme(h))),
	}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func credentials(h *house) auth.TokenSource {
	return oauth.ClientCredentials(clientcredentials.Config{
		ClientID: idp.ClientID, ClientSecret: idp.ClientSecret, TokenURL: plainHome + "/token", AuthStyle: oauth2.AuthStyleInHeader,
	}, h.via)
}

func refreshing(h *house) auth.TokenSource {
	cfg := oauth2.Config{ClientID: idp.ClientID, ClientSecret: idp.ClientSecret,
		Endpoint: oauth2.Endpoint{TokenURL: plainHome + "/token", AuthStyle: oauth2.AuthStyleInHeader}}
	return oauth.RefreshToken(cfg, h.NewRefreshToken(), nil, h.via)
}

func (h *house) get(t *testing.T) error {
	_, err := outbound.Get[string](t.Context(), h.client, "/api")
	return err
}

// load makes calls from many goroutines for a time, and returns how many there
// were. None may fail.
func (h *house) load(t *testing.T, callers int, d time.Duration) int64 {
	var all sync.WaitGroup
	var calls atomic.Int64
	end := time.Now().Add(d)
	for n := range callers {
		all.Go(func() {
			for time.Now().Before(end) {
				calls.Add(1)
				if err := h.get(t); err != nil {
					t.Errorf("%v: %v", time.Until(end), err)
				}
				time.Sleep(time.Duration(1000+n) * time.Millisecond)
			}
		})
	}
	all.Wait()
	return calls.Load()
}

func TestAThousandCallersOverTenLivesOfAToken(t *testing.T) {
	for name, scheme := range map[string]func(*house) auth.TokenSource{"with client credentials": credentials, "with rotating refresh tokens": refreshing} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				// The life of 2 s counts from the question, a second before the answer;
				// a tenth of what is left then, 100 ms, is kept for the next question.
				const life, latency, lives = 2 * time.Second, time.Second, 10
				h := newHouse(t, &idp.Server{Life: life, Latency: latency}, scheme)
				calls := h.load(t, 1000, latency+lives*(life-latency/10)-latency-time.Second/2)
				if got := h.Asked(); got < lives-1 || got > lives+1 {
					t.Errorf("the endpoint was asked %d times over %d lives", got, lives)
				}
				if calls < 8000 {
					t.Errorf("got %d calls only", calls)
				}
				t.Logf("%d calls, %d questions, %d of the calls began with a token that had just expired", calls, h.Asked(), h.Refused())
			})
		})
	}
}

func TestARevocationInTheMiddleFailsNoCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, &idp.Server{Life: time.Hour, Latency: time.Second}, nil)
		go func() {
			for range 3 {
				time.Sleep(5 * time.Second)
				h.Revoke()
			}
		}()
		h.load(t, 100, 20*time.Second)
		if h.Asked() != 4 || h.Refused() == 0 {
			t.Errorf("asked %d times after %d refusals, want once per revocation", h.Asked(), h.Refused())
		}
	})
}

func TestAnEndpointThatFails(t *testing.T) {
	page := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(code)
			fmt.Fprint(w, "<html>", idp.ClientSecret, "</html>")
		}
	}
	for _, tt := range []struct {
		name   string
		fault  http.HandlerFunc
		status int
		asked  int
	}{
		{"with a 500", page(500), 500, 3},
		{"with a page and status 200", page(200), 0, 1},
		{"with a redirect", http.RedirectHandler("http://evil.example.test/", http.StatusTemporaryRedirect).ServeHTTP, 307, 1},
		{"with a connection that breaks", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 0, 3},
		{"with silence", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, 0, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var meta outbound.ResponseMeta
				p := retry.Policy{Attempts: 2, Methods: retry.AnyMethod()}
				h := newHouse(t, &idp.Server{Life: time.Hour}, nil, outbound.WithRetry(p), outbound.WithAttemptTimeout(0))
				h.Fault(tt.fault)
				for range 100 {
					_, err := outbound.Get[string](t.Context(), h.client, "/api", outbound.Meta(&meta))
					var he *outbound.HTTPError
					if !errors.As(err, &he) || he.Kind != httperror.Auth || he.StatusCode != tt.status {
						t.Fatalf("got %v, want kind auth with status %d", err, tt.status)
					}
					if text := fmt.Sprintf("%+v", err); strings.Contains(text, "<html") || strings.Contains(text, "canary") {
						t.Errorf("the text shows the page: %s", text)
					}
				}
				if h.Asked() != tt.asked || meta.Attempts != 1 {
					t.Errorf("asked %d times in %d attempts, want %d in the one", h.Asked(), meta.Attempts, tt.asked)
				}
				h.Fault(nil)
				time.Sleep(time.Second)
				if err := h.get(t); err != nil {
					t.Errorf("after the fault: %v", err)
				}
			})
		})
	}
}

func TestARefreshTokenThatWasUsedTwiceIsPermanent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := retry.Policy{When: retry.OnKind(httperror.Auth)}
		h := newHouse(t, &idp.Server{Life: 2 * time.Second}, refreshing, outbound.WithRetry(p))
		if err := h.get(t); err != nil {
			t.Fatal(err)
		}
		h.NewRefreshToken() // somebody else has it now
		time.Sleep(2 * time.Second)
		err := h.get(t)
		var said *oauth.Error
		if !errors.As(err, &said) || said.Code != "invalid_grant" || strings.Contains(err.Error(), "canary") {
			t.Errorf("got %v, want invalid_grant", err)
		}
		var he *outbound.HTTPError
		if errors.As(err, &he); he.Attempts != 1 || he.Reason != string(retry.NotRetryable) {
			t.Errorf("got %d attempts, reason %q: a permanent failure is not retried, whatever the policy says", he.Attempts, he.Reason)
		}
	})
}

func TestTheAttemptTimeoutEndsTheWaitNotTheFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, &idp.Server{Latency: 5 * time.Second}, nil, outbound.WithRetry(retry.Policy{}), outbound.WithAttemptTimeout(3*time.Second))
		if err := h.get(t); err != nil || h.Asked() != 1 {
			t.Errorf("got %v after %d questions: the second attempt joins the fetch of the first", err, h.Asked())
		}
	})
}
