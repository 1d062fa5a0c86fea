package vcr_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/mock/vcr"
	"example.com/outbound/retry"
)

// upstream is a real server that gives tokens, answers who has one, moves, and
// is busy at first.
func upstream(t *testing.T, token string) (srv *httptest.Server, asked *atomic.Int64) {
	t.Helper()
	asked = new(atomic.Int64)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Set-Cookie", "session="+token)
		fmt.Fprintf(w, `{"access_token":%q,"token_type":"Bearer","expires_in":600}`, token)
	})
	mux.HandleFunc("/echo", func(w http.ResponseWriter, req *http.Request) {
		if req.Header.Get("Authorization") != "Bearer "+token {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		body, _ := io.ReadAll(req.Body)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Seen", "with "+token)
		_ = json.NewEncoder(w).Encode(map[string]any{"seen": string(body), "with": req.Header.Get("Authorization"), "n": 9007199254740993})
	})
	mux.HandleFunc("/busy", func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		fmt.Fprint(w, "at last")
	})
	mux.HandleFunc("/moved", func(w http.ResponseWriter, req *http.Request) {
		http.Redirect(w, req, "/here?page=2&token="+token, http.StatusFound)
	})
	mux.HandleFunc("/here", func(w http.ResponseWriter, req *http.Request) { fmt.Fprint(w, "page "+req.FormValue("page")) })
	srv = httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return srv, asked
}

// use calls all of the upstream with a client of its own. It returns what came.
func use(t *testing.T, tape *vcr.Tape, base, secret string) string {
	t.Helper()
	retries := retry.Policy{Wait: retry.Constant(time.Millisecond)}
	plain, err := outbound.New(outbound.WithBaseURL(base), outbound.WithMockTransport(tape))
	if err != nil {
		t.Fatal(err)
	}
	tokens := auth.Func(func(req *http.Request) error {
		got, err := outbound.Call[struct {
			Token string `json:"access_token"`
			Type  string `json:"token_type"`
		}](req.Context(), plain, "POST", "/token", url.Values{"client_secret": {secret}, "grant_type": {"client_credentials"}})
		req.Header.Set("Authorization", got.Type+" "+got.Token)
		return err
	})
	c, err := outbound.New(outbound.WithBaseURL(base), outbound.WithMockTransport(tape), outbound.WithAuth(tokens), outbound.WithRetry(retries))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, call := range []func() (string, error){
		func() (string, error) {
			return outbound.Post[string](t.Context(), c, "/echo?q=1&api_key="+secret, map[string]any{"name": "Ada", "password": secret, "pin": 1234})
		},
		func() (string, error) {
			return outbound.Post[string](t.Context(), c, "/echo", map[string]any{"b": 1, "a": 2})
		},
		func() (string, error) { return outbound.Get[string](t.Context(), plain, "/busy") },
		func() (string, error) { return outbound.Get[string](t.Context(), plain, "/moved") },
	} {
		got, err := call()
		var he *outbound.HTTPError
		if errors.As(err, &he) {
			got = fmt.Sprint(he.StatusCode)
		} else if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&all, got)
	}
	return all.String()
}

func TestATapeIsRecordedOnceAndReplayedForEver(t *testing.T) {
	name := filepath.Join(t.TempDir(), "tape")
	srv, _ := upstream(t, "t0ken/one")
	base := srv.URL

	var recorded string
	t.Run("record", func(t *testing.T) {
		t.Setenv(vcr.Env, "record")
		recorded = use(t, vcr.New(t, name), base, "s3cret-one")
	})
	srv.Close()
	text, err := os.ReadFile(name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"t0ken/one", "s3cret-one", "1234"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the tape has the secret %q:\n%s", secret, text)
		}
	}
	for range 2 {
		t.Run("replay with another secret", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got := use(t, vcr.New(t, name), base, "s3cret-two")
				if want := strings.ReplaceAll(recorded, "t0ken/one", "xxxxx"); len(got) == 0 || strings.Contains(got, "t0ken") ||
					!strings.Contains(got, "page 2") || !strings.Contains(got, "9007199254740993") {
					t.Errorf("got\n%swant about\n%s", got, want)
				}
			})
		})
	}
}

func TestRetriesAreReplayedInTheirOrder(t *testing.T) {
	name := filepath.Join(t.TempDir(), "tape")
	srv, asked := upstream(t, "t0ken/one")
	get := func(t *testing.T) {
		c, err := outbound.New(outbound.WithBaseURL(srv.URL), outbound.WithMockTransport(vcr.New(t, name)),
			outbound.WithRetry(retry.Policy{Wait: retry.Constant(time.Millisecond)}))
		if err != nil {
			t.Fatal(err)
		}
		var meta outbound.ResponseMeta
		if got, err := outbound.Get[string](t.Context(), c, "/busy", outbound.Meta(&meta)); err != nil || got != "at last" || meta.Attempts != 3 {
			t.Errorf("got %q, %v after %d attempts, want an answer after 3", got, err, meta.Attempts)
		}
	}
	t.Run("record", func(t *testing.T) { t.Setenv(vcr.Env, "record"); get(t) })
	t.Run("replay", get)
	if asked.Load() != 3 {
		t.Errorf("the server was asked %d times, want 3", asked.Load())
	}
}

func TestARequestThatIsNotOnTheTapeFailsTheTest(t *testing.T) {
	name := filepath.Join(t.TempDir(), "tape")
	srv, _ := upstream(t, "t0ken/one")
	t.Run("record", func(t *testing.T) {
		t.Setenv(vcr.Env, "record")
		send(t, vcr.New(t, name), "GET", srv.URL+"/here?page=1", "")
	})
	for what, c := range map[string]struct{ method, path, body string }{
		"another path":   {"GET", "/there?page=1&token=s3cret", ""},
		"another query":  {"GET", "/here?page=2", ""},
		"another method": {"PUT", "/here?page=1", ""},
		"another body":   {"GET", "/here?page=1", `{"password":"s3cret"}`},
	} {
		t.Run(what, func(t *testing.T) {
			s := &spy{TB: t}
			err := send(t, vcr.New(s, name), c.method, srv.URL+c.path, c.body)
			if !errors.Is(err, vcr.ErrNotOnTape) || httperror.Classify(err) != httperror.Unknown {
				t.Errorf("got %v, want an error of kind unknown", err)
			}
			said := s.end()
			if !strings.Contains(said, "not on the tape") || !strings.Contains(said, "GET "+srv.URL+"/here?page=1") || strings.Contains(said, "s3cret") {
				t.Errorf("got\n%s\nwant what is on the tape, and no secret", said)
			}
		})
	}
	t.Run("a second time", func(t *testing.T) {
		s := &spy{TB: t}
		tape := vcr.New(s, name)
		first, second := send(t, tape, "GET", srv.URL+"/here?page=1", ""), send(t, tape, "GET", srv.URL+"/here?page=1", "")
		if first != nil || !errors.Is(second, vcr.ErrNotOnTape) || s.end() == "" {
			t.Errorf("got %v and %v, want the second to fail the test", first, second)
		}
	})
}

func TestTheModes(t *testing.T) {
	name := filepath.Join(t.TempDir(), "tape")
	srv, _ := upstream(t, "t0ken/one")
	run := func(mode string, pages ...string) {
		t.Run(mode, func(t *testing.T) {
			t.Setenv(vcr.Env, mode)
			tape := vcr.New(t, name)
			for _, p := range pages {
				if err := send(t, tape, "GET", srv.URL+"/here?page="+p, ""); err != nil {
					t.Error(err)
				}
			}
		})
	}
	run("off", "1")
	if _, err := os.Stat(name + ".yaml"); err == nil {
		t.Error("off: got a tape, want none")
	}
	run("record", "1")
	run("extend", "1", "2")
	srv.Close()
	run("replay", "1", "2")
	run("", "2", "1")

	t.Setenv(vcr.Env, "rewind")
	s := &spy{TB: t}
	if got := s.fatal(func() { vcr.New(s, name) }); !strings.Contains(got, `OUTBOUND_VCR="rewind"`) {
		t.Errorf("got %q, want the variable and its value", got)
	}
	t.Setenv(vcr.Env, "")
	if got := s.fatal(func() { vcr.New(s, name+"-nowhere") }); !strings.Contains(got, "OUTBOUND_VCR=record makes it") {
		t.Errorf("got %q, want how to make one", got)
	}
}

func TestAFailedTestLeavesNoTape(t *testing.T) {
	t.Setenv(vcr.Env, "record")
	name := filepath.Join(t.TempDir(), "tape")
	srv, _ := upstream(t, "t0ken/one")
	s := &spy{TB: t}
	_ = send(t, vcr.New(s, name), "GET", srv.URL+"/here", "")
	s.Errorf("something else")
	s.end()
	if _, err := os.Stat(name + ".yaml"); err == nil {
		t.Error("got a tape, want none")
	}
}

// send sends one request and reads the answer.
func send(t *testing.T, rt http.RoundTripper, method, target, body string) error {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(body, "{") {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return err
	}
	_, err = io.ReadAll(resp.Body)
	return errors.Join(err, resp.Body.Close())
}
