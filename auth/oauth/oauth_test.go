package oauth_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound/auth"
	"example.com/outbound/auth/oauth"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/mark"
)

var errRefused error = syscall.ECONNREFUSED

const secret = "s3cret/canary"

func config() clientcredentials.Config {
	return clientcredentials.Config{
		ClientID: "id", ClientSecret: secret, TokenURL: tokenURL, Scopes: []string{"a", "b"}, AuthStyle: oauth2.AuthStyleInHeader,
	}
}

func TestClientCredentialsObtainAToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{script: []http.HandlerFunc{token("abc", 3600)}}
		cfg := config()
		src := oauth.ClientCredentials(cfg, e.client())
		cfg.Scopes[0] = "changed"
		tok, err := src(t.Context())
		if err != nil || tok.Value != "abc" || tok.Type != "bearer" || !tok.Expiry.Equal(time.Now().Add(time.Hour)) {
			t.Errorf("got %v %q, %v", tok, tok.Value, err)
		}
		if f := e.forms[0]; f.Get("grant_type") != "client_credentials" || f.Get("scope") != "a b" || e.users[0] != "id:s3cret%2Fcanary" {
			t.Errorf("got %v by %s", f, e.users[0])
		}
	})
}

func TestTheLifeOfATokenCountsFromTheQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{script: []http.HandlerFunc{slow(3*time.Second, token("abc", 10))}}
		tok, err := oauth.ClientCredentials(config(), e.client())(t.Context())
		if left := time.Until(tok.Expiry); err != nil || left != 7*time.Second {
			t.Errorf("got %v left, %v, want 7s", left, err)
		}
	})
}

func TestAnEndpointThatFailsIsAskedAgain(t *testing.T) {
	ok := token("abc", 60)
	page := "text/html"
	for _, tt := range []struct {
		name   string
		script []http.HandlerFunc
		opts   []oauth.Option
		asked  int
		status int           // of the failure; -1: there is none
		least  time.Duration // that it takes at least …
		most   time.Duration // … and at most
	}{
		{"not after a token", []http.HandlerFunc{ok}, nil, 1, -1, 0, 0},
		{"after a 500", []http.HandlerFunc{html(500), ok}, nil, 2, -1, 100 * time.Millisecond, 200 * time.Millisecond},
		{"after 429", []http.HandlerFunc{html(429), ok}, nil, 2, -1, 100 * time.Millisecond, 200 * time.Millisecond},
		{"when it asks for a short time", []http.HandlerFunc{status(503, page, "", "Retry-After", "5"), ok}, nil, 2, -1, 5 * time.Second, 5 * time.Second},
		{"not when it asks for a long time", []http.HandlerFunc{status(503, page, "", "Retry-After", "6"), ok}, nil, 1, 503, 0, 0},
		{"twice, and no more", []http.HandlerFunc{html(502)}, nil, 3, 502, 300 * time.Millisecond, 600 * time.Millisecond},
		{"as often as the user says", []http.HandlerFunc{html(502)}, []oauth.Option{oauth.Tries(1)}, 1, 502, 0, 0},
		{"when it cannot be reached", []http.HandlerFunc{unreachable, ok}, nil, 2, -1, 100 * time.Millisecond, 200 * time.Millisecond},
		{"when it does not answer", []http.HandlerFunc{silent, ok}, nil, 2, -1, 10 * time.Second, 10*time.Second + 200*time.Millisecond},
		{"when it does not answer, as the user says", []http.HandlerFunc{silent}, []oauth.Option{oauth.Timeout(time.Second)}, 3, 0, 3 * time.Second, 4 * time.Second},
		{"not after a 404", []http.HandlerFunc{html(404), ok}, nil, 1, 404, 0, 0},
		{"not after a redirect, which is not followed", []http.HandlerFunc{status(307, page, "", "Location", "https://evil.example/"), ok}, nil, 1, 307, 0, 0},
		{"not after an answer that holds no token", []http.HandlerFunc{html(200), ok}, nil, 1, 0, 0, 0},
		{"not after invalid_client", []http.HandlerFunc{code("invalid_client", "no"), ok}, nil, 1, 400, 0, 0},
		{"not after invalid_client, whatever the status", []http.HandlerFunc{status(500, "application/json", `{"error":"invalid_client"}`), ok}, nil, 1, 500, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := &endpoint{script: tt.script}
				begun := time.Now()
				_, err := oauth.ClientCredentials(config(), append(tt.opts, e.client())...)(t.Context())
				var he *httperror.Error
				switch {
				case tt.status == -1 && err != nil:
					t.Errorf("got %v, want a token", err)
				case tt.status >= 0 && (!errors.As(err, &he) || he.Kind != httperror.Auth || he.StatusCode != tt.status):
					t.Errorf("got %v, want kind auth with status %d", err, tt.status)
				}
				if took := time.Since(begun); e.asked() != tt.asked || took < tt.least || took > tt.most {
					t.Errorf("asked %d times in %v, want %d in %v to %v", e.asked(), took, tt.asked, tt.least, tt.most)
				}
			})
		})
	}
}

func TestTriesEndWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{script: []http.HandlerFunc{html(500)}}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		_, err := oauth.ClientCredentials(config(), e.client())(ctx)
		if !errors.Is(err, httperror.Status(500)) || e.asked() != 1 {
			t.Errorf("got %v after %d questions: a wait that does not fit is not begun", err, e.asked())
		}
	})
}

func TestAFailureSaysWhatTheEndpointSaidAndNoMore(t *testing.T) {
	for _, tt := range []struct {
		name      string
		answer    http.HandlerFunc
		want      string // in the text
		code      string
		permanent bool
	}{
		{"a code", code("invalid_client", "bad client"), "no token from " + tokenURL + " for client id: 400 invalid_client (bad client)", "invalid_client", true},
		{"invalid_grant", code("invalid_grant", ""), "invalid_grant", "invalid_grant", true},
		{"a code of the server's own", code("slow_down", ""), "slow_down", "slow_down", false},
		{"a code with status 200", status(200, "application/json", `{"error":"invalid_scope"}`), "invalid_scope", "invalid_scope", true},
		{"an echoed secret", code("invalid_client", "no such secret: "+secret+" or s3cret%2Fcanary"), "no such secret: xxxxx", "invalid_client", true},
		{"line breaks", code("invalid_client", "two\nlines"), "two lines", "invalid_client", true},
		{"a page", html(502), "502 Bad Gateway", "", false},
		{"a page with status 200", status(200, "text/plain", "<a page>"), "is not JSON (Content-Type \"text/plain\")", "", false},
		{"a form that is none", status(200, "text/plain", "access_token=%zz<html>"), "is not a form", "", false},
		{"JSON without a token", status(200, "application/json", `{"html":1}`), "has no access_token", "", false},
		{"JSON that is cut off", status(200, "application/json", `{"access_token":"abc`), "is not JSON", "", false},
		{"a token that is a number", status(200, "application/json", `{"access_token":12345}`), "access_token of the answer is not a text", "", false},
		{"an empty answer", status(200, "application/json", " "), "the answer is empty", "", false},
		{"an answer that is too long", status(200, "application/json", `{"a":"`+strings.Repeat("x", 1<<20)+`"}`), "longer than 1 MiB", "", false},
		{"the echoed Authorization field", code("invalid_client", "no such client: Basic "+base64.StdEncoding.EncodeToString([]byte("id:"+secret))), "no such client", "invalid_client", true},
		{"the field as it was sent", code("invalid_client", "got "+base64.StdEncoding.EncodeToString([]byte("id:"+url.QueryEscape(secret)))), "got xxxxx", "invalid_client", true},
		{"a status without a code", status(401, "text/html", "<html>"), "no token from " + tokenURL + " for client id: 401 Unauthorized", "", false},
		{"a code behind a byte order mark", status(400, "application/json", "\ufeff{\"error\":\"invalid_grant\"}"), "400 invalid_grant", "invalid_grant", true},
		{"a code in JSON that is called a text", status(400, "text/plain", `{"error":"invalid_grant"}`), "400 invalid_grant", "invalid_grant", true},
		{"marks that change the direction of the text", code("invalid_client", "a\u202eb\u2028c"), `(a\u202eb\u2028c)`, "invalid_client", true},
		{"nobody there", unreachable, "connection refused", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := &endpoint{script: []http.HandlerFunc{tt.answer}}
				_, err := oauth.ClientCredentials(config(), e.client())(t.Context())
				if err == nil {
					t.Fatal("got no error")
				}
				for _, bad := range []string{"<html", "canary", "\n", secret, "aWQ6"} {
					if strings.Contains(err.Error(), bad) {
						t.Errorf("the text has %q: %s", bad, err)
					}
				}
				if !strings.Contains(err.Error(), tt.want) {
					t.Errorf("got %q, want %q in it", err, tt.want)
				}
				var said *oauth.Error
				if errors.As(err, &said); said == nil && tt.code != "" || said != nil && said.Code != tt.code {
					t.Errorf("got %v, want code %q", said, tt.code)
				}
				if got := mark.Of(err) == mark.Never; got != tt.permanent {
					t.Errorf("permanent is %v, want %v", got, tt.permanent)
				}
			})
		})
	}
}

func TestTheEndpointIsAskedThroughTheClientOfTheContextUnlessOneIsGiven(t *testing.T) {
	inContext, given := &endpoint{script: []http.HandlerFunc{token("a", 60)}}, &endpoint{script: []http.HandlerFunc{token("b", 60)}}
	ctx := context.WithValue(t.Context(), oauth2.HTTPClient, &http.Client{Transport: inContext})
	if tok, err := oauth.ClientCredentials(config())(ctx); err != nil || tok.Value != "a" {
		t.Errorf("got %q, %v, want that of the context", tok.Value, err)
	}
	if tok, err := oauth.ClientCredentials(config(), given.client())(ctx); err != nil || tok.Value != "b" {
		t.Errorf("got %q, %v, want the one given", tok.Value, err)
	}
}

func TestRefreshTokensRotate(t *testing.T) {
	answer := func(access, refresh string) http.HandlerFunc {
		return status(200, "application/json", `{"access_token":"`+access+`","refresh_token":"`+refresh+`","expires_in":60}`)
	}
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{script: []http.HandlerFunc{answer("a", "r2"), html(500), answer("b", ""), answer("c", "r3")}}
		var kept []string
		cfg := oauth2.Config{ClientID: "id", ClientSecret: secret, Endpoint: oauth2.Endpoint{TokenURL: tokenURL, AuthStyle: oauth2.AuthStyleInHeader}}
		src := oauth.RefreshToken(cfg, "r1", func(s string) { kept = append(kept, s) }, e.client())
		for _, want := range []string{"a", "b", "c"} {
			if tok, err := src(t.Context()); err != nil || tok.Value != want {
				t.Errorf("got %q, %v, want %q", tok.Value, err, want)
			}
		}
		var sent []string
		for _, f := range e.forms {
			sent = append(sent, f.Get("refresh_token"))
		}
		if !slices.Equal(sent, []string{"r1", "r2", "r2", "r2"}) || !slices.Equal(kept, []string{"r2", "r3"}) {
			t.Errorf("sent %v, kept %v", sent, kept)
		}
	})
}

// source is a token source of x/oauth2 made of a function.
type source func() (*oauth2.Token, error)

func (s source) Token() (*oauth2.Token, error) { return s() }

func TestAForeignSourceIsAskedOneAtATimeAndHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int64
		src := oauth.FromTokenSource(source(func() (*oauth2.Token, error) {
			asked.Add(1)
			time.Sleep(10 * time.Second)
			return &oauth2.Token{AccessToken: "abc", TokenType: "DPoP"}, nil
		}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for range 2 {
			if _, err := src(ctx); !errors.Is(err, context.DeadlineExceeded) || asked.Load() != 1 {
				t.Errorf("got %v after %d questions", err, asked.Load())
			}
		}
		tok, err := src(t.Context())
		if err != nil || tok.Value != "abc" || tok.Type != "DPoP" || asked.Load() != 2 {
			t.Errorf("got %v, %v after %d questions", tok, err, asked.Load())
		}
	})
}

func TestAForeignSourceThatFails(t *testing.T) {
	answer := &oauth2.RetrieveError{Response: &http.Response{StatusCode: 400, Status: "400 Bad Request"}, Body: []byte("<html>"), ErrorCode: "invalid_grant"}
	for _, tt := range []struct {
		name   string
		err    error
		status int
		wish   mark.Wish
	}{
		{"with the answer of an endpoint", answer, 400, mark.Never},
		{"with something else", errors.New("no"), 0, mark.None},
		{"with nothing at all", nil, 0, mark.None},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := auth.Tokens(oauth.FromTokenSource(source(func() (*oauth2.Token, error) { return nil, tt.err })))
			req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, tokenURL, nil)
			err := s.Authorize(req)
			var he *httperror.Error
			if !errors.As(err, &he) || he.Kind != httperror.Auth || he.StatusCode != tt.status || mark.Of(err) != tt.wish {
				t.Errorf("got %v, want kind auth with status %d", err, tt.status)
			}
			if strings.Contains(err.Error(), "html") {
				t.Errorf("the text has the page: %s", err)
			}
		})
	}
}

func TestAClientWithoutCredentialsDoesNotAskTheEndpoint(t *testing.T) {
	e := &endpoint{script: []http.HandlerFunc{token("abc", 60)}}
	noClient, noURL := config(), config()
	noClient.ClientID, noURL.TokenURL = "", ""
	cfg := oauth2.Config{ClientID: "id", ClientSecret: secret, Endpoint: oauth2.Endpoint{TokenURL: tokenURL}}
	for name, src := range map[string]auth.TokenSource{
		"client ID is empty":     oauth.ClientCredentials(noClient, e.client()),
		"token URL":              oauth.ClientCredentials(noURL, e.client()),
		"refresh token is empty": oauth.RefreshToken(cfg, "", nil, e.client()),
	} {
		_, err := src(t.Context())
		if !errors.Is(err, httperror.Auth) || mark.Of(err) != mark.Never || !strings.Contains(err.Error(), name) || e.asked() != 0 {
			t.Errorf("%s: got %v after %d questions", name, err, e.asked())
		}
	}
}
