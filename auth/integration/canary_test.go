package integration_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/rs/zerolog"
	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/auth/oauth"
	"example.com/outbound/logging"
)

// everything is what can be printed of v, and of what it wraps.
func everything(v any) string {
	var b bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&b, verb+"\n", v)
	}
	_ = json.NewEncoder(&b).Encode(v)
	slog.New(slog.NewJSONHandler(&b, nil)).Info("slog", "v", v)
	l := zerolog.New(&b)
	l.Info().Any("v", v).Msg("zerolog")
	if err, ok := v.(error); ok {
		l.Err(err).Msg("")
		for err = errors.Unwrap(err); err != nil; err = errors.Unwrap(err) {
			fmt.Fprintf(&b, "%T %v %+v %#v\n", err, err, err, err)
		}
	}
	return b.String()
}

var shownTraces = []string{canary, fmt.Sprintf("%x", canary), "dXNlcjpzM2NyZXQtY2FuYXJ5"}

func wantNoSecret(t *testing.T, what, text string) {
	t.Helper()
	for _, trace := range shownTraces {
		if strings.Contains(text, trace) {
			t.Errorf("%s shows %q:\n%s", what, trace, text)
		}
	}
}

// faults are what home can do with credentials.
var faults = map[string]http.HandlerFunc{
	"401":      func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusUnauthorized) },
	"403":      func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusForbidden) },
	"500":      func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
	"broken":   func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	"not JSON": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>") },
	"redirect to where nobody goes": func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "ftp://"+r.Host+r.URL.String(), http.StatusFound)
	},
	"downgrade": func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://"+r.Host+r.URL.String(), http.StatusFound)
	},
	// The Location leaves the query out: net/http quotes it to the users of HTTP,
	// with a key in it if the server puts one there.
	"loop": func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	},
}

func TestNoSchemeShowsItsSecretWhateverGoesWrong(t *testing.T) {
	for name := range schemes(t, newWorld(t)) {
		for what, fault := range faults {
			t.Run(name+", "+what, func(t *testing.T) {
				w := newWorld(t)
				s := schemes(t, w)[name]
				w.at[home] = fault
				var log bytes.Buffer
				c, err := outbound.New(outbound.Preset("house", outbound.WithBaseURL(home), outbound.WithTransport(w.transport(t)),
					outbound.WithLogger(zerolog.New(&log).Level(zerolog.TraceLevel), logging.Params(), logging.Bodies(1<<10)), outbound.WithAuth(s)))
				if err != nil {
					t.Fatal(err)
				}
				_, err = outbound.Get[struct{ A int }](t.Context(), c, "/x?q=1", outbound.Log(zerolog.TraceLevel))
				if err == nil {
					t.Fatal("got no error")
				}
				wantNoSecret(t, "the error", everything(err))
				resp, err := c.R(t.Context()).SetResult(&struct{ A int }{}).Get("/x")
				wantNoSecret(t, "resty's error", everything(err))
				if resp != nil && resp.RawResponse != nil {
					wantNoSecret(t, "the response's request", fmt.Sprint(resp.RawResponse.Request.Header, resp.RawResponse.Request.URL))
				}
				if r, err := c.HTTP().Get(home + "/x"); err == nil {
					wantNoSecret(t, "the response's request", fmt.Sprint(r.Request.Header, r.Request.URL))
					_ = r.Body.Close()
				} else {
					wantNoSecret(t, "net/http's error", everything(err))
				}
				wantNoSecret(t, "the log", log.String())
				wantNoSecret(t, "the chain", fmt.Sprint(c.Chain()))
				wantNoSecret(t, "the scheme", everything(s))
				wantNoSecret(t, "the client", fmt.Sprintf("%v %+v", c, c))
			})
		}
	}
}

// An endpoint may say back what it was sent.
func TestATokenEndpointThatEchoesShowsNothing(t *testing.T) {
	for what, answer := range map[string]http.HandlerFunc{
		"in its description": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprintf(w, `{"error":"invalid_client","error_description":%q}`, r.FormValue("client_secret")+r.Header.Get("Authorization"))
		},
		"in its page": func(w http.ResponseWriter, r *http.Request) { http.Error(w, canary, http.StatusBadGateway) },
		"as no token": func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, `{"access_token":{%q`, canary) },
		"as a bad form": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			fmt.Fprint(w, "%zz", canary)
		},
		"in its Location": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://u:"+canary+"@x.test", http.StatusFound)
		},
		"in a header":      func(w http.ResponseWriter, r *http.Request) { w.Header().Set("X-Token", canary); w.WriteHeader(500) },
		"in a broken head": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(what, func(t *testing.T) {
			w := newWorld(t)
			w.at["https://login.example.test"] = answer
			var log bytes.Buffer
			s := auth.Tokens(oauth.ClientCredentials(clientcredentials.Config{ClientID: "user", ClientSecret: canary, TokenURL: loginURL},
				oauth.HTTPClient(&http.Client{Transport: w.transport(t)}), oauth.Tries(1)))
			c, err := outbound.New(outbound.WithBaseURL(home), outbound.WithTransport(w.transport(t)),
				outbound.WithLogger(zerolog.New(&log)), outbound.WithAuth(s))
			if err != nil {
				t.Fatal(err)
			}
			_, err = outbound.Get[string](t.Context(), c, "/x")
			if err == nil {
				t.Fatal("got no error")
			}
			wantNoSecret(t, "the error", everything(err))
			wantNoSecret(t, "the log", log.String())
		})
	}
}
