package config_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/config"
	"example.com/outbound/httperror"
)

// watched is a file of presets under watch, in virtual time.
type watched struct {
	*config.Watcher
	path    string
	reports []error
	base    *recorder
}

func watch(t *testing.T, text string, opts ...config.Option) *watched {
	t.Helper()
	w := &watched{path: write(t, t.TempDir(), "presets.yaml", text), base: &recorder{}}
	opts = append([]config.Option{config.Client(outbound.WithMockTransport(w.base))}, opts...)
	opts = append(opts, config.Report(func(err error) { w.reports = append(w.reports, err) }))
	var err error
	if w.Watcher, err = config.Watch(w.path, opts...); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

// change writes the file anew and waits until a watch has seen it.
func (w *watched) change(t *testing.T, text string) {
	t.Helper()
	if err := os.WriteFile(w.path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	w.settle()
}

func (w *watched) settle() {
	time.Sleep(3 * config.DefaultInterval)
	synctest.Wait()
}

// agent is the User-Agent of a call of the preset.
func (w *watched) agent(t *testing.T, preset string) string {
	t.Helper()
	if _, err := outbound.Get[string](t.Context(), w.Current(preset), "https://a.example.com"); err != nil {
		t.Fatal(err)
	}
	return w.base.requests[len(w.base.requests)-1].Header.Get("User-Agent")
}

const first = "presets: {a: {user_agent: one/1}, b: {user_agent: one/1}}"

func TestAChangedPresetHasANewClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, first)
		a, b := w.Current("a"), w.Current("b")
		w.change(t, "presets: {a: {user_agent: two/2}, b: {user_agent: one/1}, c: {}}")
		if got := w.agent(t, "a"); got != "two/2" || w.Current("a") == a {
			t.Errorf("the changed preset: got %s, want two/2 of a new client", got)
		}
		if w.Current("b") != b {
			t.Error("a preset that did not change got another client")
		}
		if w.Current("c") == nil {
			t.Error("a preset that is new has no client")
		}
		if len(w.reports) != 1 || w.reports[0] != nil {
			t.Errorf("reports: got %v, want one of a success", w.reports)
		}
	})
}

func TestWhatAPresetNoLongerSaysIsNoLongerInForce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, "presets: {a: {user_agent: one/1, headers: {X-A: b}, extends: standard}}")
		w.change(t, "presets: {a: {}}")
		if got := w.agent(t, "a"); !strings.HasPrefix(got, "outbound/") {
			t.Errorf("User-Agent: got %q, want the library's", got)
		}
		if got := w.base.requests[0].Header; got.Get("X-A") != "" || got.Get("X-Request-Id") != "" {
			t.Errorf("headers: got %v, want none of the old ones", got)
		}
	})
}

func TestABadFileKeepsTheOldPresets(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"a problem in it":          {"presets: {a: {timeout: 5}, b: {}}", ":1:24: a: timeout: 5 has no unit"},
		"cut off":                  {"presets: {a: {user_ag", ":1:"},
		"without a preset in use":  {"presets: {a: {user_agent: two/2}}", `preset "b" is in use and has gone`},
		"a secret that is missing": {"presets: {a: {user_agent: 'x/${file:absent}'}, b: {}}", "${file:absent}"},
		"empty":                    {"", "the file is empty"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := watch(t, first)
				a := w.Current("a")
				w.change(t, tt.text)
				w.settle()
				if w.Current("a") != a {
					t.Error("the client has changed")
				}
				if len(w.reports) != 1 || w.reports[0] == nil || !strings.Contains(w.reports[0].Error(), tt.want) {
					t.Errorf("reports: got %v, want one with %q", w.reports, tt.want)
				}
				w.change(t, strings.ReplaceAll(first, "one/1", "three/3"))
				if got := w.agent(t, "a"); got != "three/3" {
					t.Errorf("after the mended file: got %s, want three/3", got)
				}
			})
		})
	}
}

func TestAFileThatIsBeingWrittenIsNotTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, first)
		for _, half := range []string{"presets: {a: {}", "presets: {a: {}, b: {", first} {
			if err := os.WriteFile(w.path, []byte(half), 0o600); err != nil {
				t.Fatal(err)
			}
			time.Sleep(config.DefaultInterval)
			synctest.Wait()
		}
		w.settle()
		if len(w.reports) != 0 {
			t.Errorf("reports: got %v, want none", w.reports)
		}
	})
}

func TestPresetsOfOthersNeedNoSecret(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, "presets: {a: {}, b: {user_agent: '${env:ABSENT_IN_THIS_TEST}'}}", config.Presets("a"))
		w.agent(t, "a")
		if _, err := outbound.Get[string](t.Context(), w.Current("b"), "https://b.example.com"); !errors.Is(err, httperror.Request) {
			t.Errorf("a call of a preset that the watch does not have: got %v, want kind request", err)
		}
	})
}

func TestACallInFlightFinishesOnItsOwnClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := roundTripper(func(req *http.Request) (*http.Response, error) {
			time.Sleep(9 * time.Second)
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
		})
		w := watch(t, first, config.Client(outbound.WithMockTransport(slow)))
		answer := make(chan error, 1)
		old := w.Current("a")
		go func() {
			_, err := outbound.Get[string](context.Background(), old, "https://a.example.com")
			answer <- err
		}()
		w.change(t, "presets: {a: {proxy: none}, b: {}}")
		if w.Current("a") == old {
			t.Fatal("the client has not changed")
		}
		if err := <-answer; err != nil {
			t.Errorf("the call in flight: %v", err)
		}
	})
}

func TestAfterCloseCallsAreRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, first)
		for range 2 {
			if err := w.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
		}
		if _, err := outbound.Get[string](t.Context(), w.Current("a"), "https://a.example.com"); !errors.Is(err, httperror.Closed) {
			t.Errorf("got %v, want kind closed", err)
		}
		w.change(t, "")
		if len(w.reports) != 0 {
			t.Errorf("reports after Close: %v", w.reports)
		}
	})
}

func TestAWatchDoesNotBeginWithABadFile(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"bad": "presets: {a: {timeout: 5}}", "secret": "presets: {a: {user_agent: '${file:absent}'}}"} {
		if w, err := config.Watch(write(t, dir, name, text)); err == nil {
			_ = w.Close()
			t.Errorf("%s: a watch began", name)
		}
	}
	if _, err := config.Watch(dir + "/absent"); !os.IsNotExist(errors.Unwrap(err)) {
		t.Errorf("got %v, want a file that does not exist", err)
	}
	if w, err := config.Watch(write(t, dir, "good", first), config.Presets("c")); err == nil {
		_ = w.Close()
		t.Error("a watch of a preset that is not there began")
	}
}

func TestConnectionsAreKeptUntilTheTransportChanges(t *testing.T) {
	opened, closed := make(chan struct{}, 16), make(chan struct{}, 16)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		switch s {
		case http.StateNew:
			opened <- struct{}{}
		case http.StateClosed:
			closed <- struct{}{}
		}
	}
	server.Start()
	defer server.Close()
	dir := t.TempDir()
	write(t, dir, "version", "1")
	path := write(t, dir, "presets.yaml", "presets: {a: {proxy: none, user_agent: 'x/${file:version}'}}")
	reports := make(chan error)
	w, err := config.Watch(path, append(offered(), config.Every(10*time.Millisecond), config.Report(func(err error) { reports <- err }))...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }()
	tests := []struct {
		name, file, text string
		want             int
	}{
		{"another timeout", "presets.yaml", "presets: {a: {proxy: none, timeout: 20s, user_agent: 'x/${file:version}'}}", 1},
		{"another secret", "version", "2", 1},
		{"retry", "presets.yaml", "presets: {a: {extends: standard, proxy: none, user_agent: 'x/${file:version}'}}", 1},
		{"another version of TLS", "presets.yaml", "presets: {a: {proxy: none, tls: {min_version: 1.3}}}", 2},
		{"a guard", "presets.yaml", "presets: {a: {guard: [127.0.0.0/8]}}", 3},
		{"what is allowed as before", "presets.yaml", "presets: {a: {guard: [127.0.0.0/8], deadline_header: X-Left, codings: [br]}}", 3},
		{"untrusted with the same guard", "presets.yaml", "presets: {a: {extends: untrusted, guard: [127.0.0.0/8]}}", 3},
		{"an age", "presets.yaml", "presets: {a: {extends: untrusted, guard: [127.0.0.0/8], max_conn_age: 1h}}", 4},
		{"the same age", "presets.yaml", "presets: {a: {extends: untrusted, guard: [127.0.0.0/8], max_conn_age: 1h, user_agent: b}}", 4},
		{"a resolver", "presets.yaml", "presets: {a: {guard: [127.0.0.0/8], max_conn_age: 1h, resolver: 127.0.0.1}}", 5},
	}
	call := func() {
		t.Helper()
		if _, err := outbound.Get[string](t.Context(), w.Current("a"), server.URL); err != nil {
			t.Fatal(err)
		}
	}
	call()
	for _, tt := range tests {
		before := w.Current("a")
		replace(t, dir, tt.file, tt.text)
		if err := <-reports; err != nil {
			t.Fatal(err)
		}
		if w.Current("a") == before {
			t.Errorf("%s: the client has not changed", tt.name)
		}
		call()
		if got := len(opened); got != tt.want {
			t.Errorf("%s: %d connections, want %d", tt.name, got, tt.want)
		}
	}
	<-closed // the one of the old transport
}

// replace puts a new file in the place of an old one at once.
func replace(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.Rename(write(t, dir, name+".new", text), filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}

func TestBudgetAndCookiesGoAlong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent, cookie := 0, ""
		down := roundTripper(func(req *http.Request) (*http.Response, error) {
			sent, cookie = sent+1, req.Header.Get("Cookie")
			return &http.Response{StatusCode: 503, Header: http.Header{"Set-Cookie": {"a=b"}}, Body: http.NoBody, Request: req}, nil
		})
		const text = "presets: {a: {timeout: 30s, cookie_jar: true, retry: {wait: {constant: 1ms}, jitter: none, budget: {tokens: 4, ratio: 0}}}}"
		w := watch(t, text, config.Client(outbound.WithMockTransport(down)))
		call := func(want int, with string) {
			t.Helper()
			sent = 0
			_, _ = outbound.Get[string](t.Context(), w.Current("a"), "https://a.example.com")
			if sent != want || cookie != with {
				t.Errorf("%d attempts with cookie %q, want %d with %q", sent, cookie, want, with)
			}
		}
		call(2, "a=b") // one retry, with the cookie of the answer before, and the budget is spent
		w.change(t, strings.ReplaceAll(text, "30s", "20s"))
		call(1, "a=b")
		w.change(t, strings.ReplaceAll(strings.ReplaceAll(text, "tokens: 4", "tokens: 6"), "cookie_jar: true, ", ""))
		call(3, "") // a new budget, of which half is kept
	})
}
