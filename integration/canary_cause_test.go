package integration_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"golang.org/x/oauth2"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/auth/oauth"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

// careless is what net/http says of a call to another server, around a text that
// quotes the request.
func careless() error {
	quoted := errors.New("refused: GET https://user:" + canary + "@vault.test/?q=" + canary + ", Authorization: Bearer " + canary)
	return &url.Error{Op: "Get", URL: "https://user:" + canary + "@vault.test/?key=" + canary + "#" + canary, Err: quoted}
}

// A caller may cancel with the error of another call.
func TestACauseShowsNoSecret(t *testing.T) {
	for _, cause := range []error{careless(), fmt.Errorf("vault: %w", careless()), errors.Join(errCause, careless())} {
		for _, w := range ways {
			saw := &witness{}
			ctx, cancel := context.WithCancelCause(t.Context())
			s := inHeaders(t, func() { cancel(cause) })
			s.ctx = func(*testing.T) context.Context { return ctx }
			_, err := w.call(t, newClient(t, append(everyRow(), saw.options(true)...)...), http.MethodGet, s)
			he := failure(t, err, httperror.Canceled)
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: got %v, want context.Canceled in it", w.name, err)
			}
			saw.note(w.name, he)
			saw.check(t)
		}
	}
}

// Credentials that cannot be used are a problem of New, which does not show them.
func TestCredentialsThatNewRefusesAreNotShown(t *testing.T) {
	for name, s := range map[string]auth.Scheme{
		"a header with a line end":    auth.APIKey("X-Key", canary+"\r\nX: y"),
		"a user with a colon":         auth.Basic("user:"+canary, canary),
		"a token with a line end":     auth.Bearer(canary + "\n"),
		"a key for the name of a key": auth.APIKey(canary+" ", canary),
	} {
		_, err := outbound.New(outbound.WithBaseURL("https://api.test"), outbound.WithAuth(s))
		if err == nil {
			t.Errorf("%s: New said nothing", name)
			continue
		}
		saw := &witness{}
		saw.note(name, err)
		saw.check(t)
	}
}

// A source of tokens fails in its own words, or in those of the endpoint.
func TestATokenThatFailsShowsNoSecret(t *testing.T) {
	t.Setenv(canaryVariable, "")
	endpoint := func(step faultserver.Step) func(*testing.T) auth.Scheme {
		return func(t *testing.T) auth.Scheme { return clientCredentials(faultserver.Start(t, step).URL) }
	}
	said := `{"error":"invalid_client","error_description":"` + secret("client") + ` is not the secret of user, nor client_secret=` + secret("x") + `"}`
	for name, scheme := range map[string]func(*testing.T) auth.Scheme{
		"a source with a url.Error": fixed(auth.Tokens(func(context.Context) (auth.Token, error) { return auth.Token{}, careless() })),
		"a source that wraps one":   fixed(auth.Tokens(func(context.Context) (auth.Token, error) { return auth.Token{}, fmt.Errorf("vault: %w", careless()) })),
		"a function that fails":     fixed(auth.Func(func(*http.Request) error { return errors.Join(errors.New("sign"), careless()) })),
		"a token with a line end":   fixed(auth.Tokens(static(canary + "\r\nX: y"))),
		"no variable":               fixed(auth.Tokens(auth.Env(canaryVariable))),
		"no file":                   fixed(auth.Tokens(auth.File("nowhere"))),
		"a key for a path":          fixed(auth.Tokens(auth.File("-----BEGIN PRIVATE KEY-----\n" + canary))),
		"a netrc that is none":      func(t *testing.T) auth.Scheme { return auth.Netrc(file(t, "machine host.test passwort "+canary)) },
		"a wrong endpoint":          fixed(clientCredentials("http://user:" + canary + "@127.0.0.1:port")),
		"no endpoint": func(t *testing.T) auth.Scheme {
			return clientCredentials("http://user:" + canary + "@" + faultserver.Refused(t))
		},
		"no endpoint for a refresh": func(t *testing.T) auth.Scheme {
			return refreshToken("http://user:" + canary + "@" + faultserver.Refused(t))
		},
		"a refused client":        endpoint(faultserver.Answer(401, said, "Content-Type", "application/json")),
		"a page for a token":      endpoint(faultserver.Answer(200, badPage, "Content-Type", "text/html")),
		"half a token":            endpoint(faultserver.JSON(`{"access_token":"` + canary)),
		"a token of a wrong type": endpoint(faultserver.JSON(`{"access_token":{"` + canary + `":1}}`)),
		"an empty token":          endpoint(faultserver.JSON(`{"access_token":"","refresh_token":"` + canary + `"}`)),
		"an endpoint that resets": endpoint(faultserver.ResetAtFirstByte()),
		"an endpoint that moves":  endpoint(faultserver.Redirect(302, "http://user:"+canary+"@127.0.0.1:port/")),
		"a broken header":         endpoint(faultserver.Raw("HTTP/1.1 200 OK\r\nSet-Cookie " + canary + "\r\n\r\n")),
		"another's source":        fixed(auth.Tokens(oauth.FromTokenSource(broke{}))),
	} {
		t.Run(name, func(t *testing.T) {
			s := scheme(t)
			for _, w := range ways {
				saw := &witness{}
				at := on()(t)
				c := newClient(t, append(append(everyRow(), saw.options(true)...), outbound.WithBaseURL(at.url), outbound.WithAuth(s))...)
				_, err := w.call(t, c, http.MethodGet, at)
				var he *outbound.HTTPError
				if !errors.As(err, &he) {
					t.Fatalf("%s: got %v, want an HTTPError", w.name, err)
				}
				if w.name == "HTTP" {
					err = he
				}
				saw.note(w.name, err)
				saw.check(t)
			}
		})
	}
}

// broke is a source of x/oauth2 that fails.
type broke struct{}

func (broke) Token() (*oauth2.Token, error) { return nil, careless() }
