package har_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/mock"
	"example.com/outbound/observe/har"
	"example.com/outbound/retry"
)

// entry is what the tests read of one.
type entry struct {
	Started time.Time `json:"startedDateTime"`
	Time    float64
	Request struct {
		Method, URL string
		Headers     []struct{ Name, Value string }
		PostData    struct{ MimeType, Text string }
	}
	Response struct {
		Status      int
		StatusText  string
		RedirectURL string
		Content     struct {
			Size int64
			Text string
		}
	}
	Timings struct{ Blocked, DNS, Connect, SSL, Send, Wait, Receive float64 }
	Call    int    `json:"_call"`
	Attempt int    `json:"_attempt"`
	Reason  string `json:"_reason"`
	Kind    string `json:"_kind"`
	Error   string `json:"_error"`
}

func read(t *testing.T, text string) []entry {
	t.Helper()
	var file struct{ Log struct{ Entries []entry } }
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return file.Log.Entries
}

func TestEachAttemptIsAnEntry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var file bytes.Buffer
		r := har.New(&file)
		c, m := mock.New(t, outbound.WithBaseURL("http://api.test"), outbound.WithObserver(r.Observer()), outbound.WithRetry(retry.Policy{Attempts: 2}))
		m.On("GET", "/a", mock.Status(302).With("Location", "/b?token=s3cr3t"))
		m.On("GET", "/b", mock.Status(503), mock.Text(200, "hello"))
		m.On("GET", "/c", mock.Refused())
		if _, err := outbound.Get[string](t.Context(), c, "/a"); err != nil {
			t.Fatal(err)
		}
		_, _ = outbound.Get[string](t.Context(), c, "/c")
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		got := read(t, file.String())
		want := []struct{ call, attempt, status int }{{1, 1, 302}, {1, 2, 503}, {1, 3, 200}, {2, 1, 0}, {2, 2, 0}}
		if len(got) != len(want) {
			t.Fatalf("got %d entries, want %d:\n%s", len(got), len(want), &file)
		}
		for i, w := range want {
			if e := got[i]; e.Call != w.call || e.Attempt != w.attempt || e.Response.Status != w.status {
				t.Errorf("entry %d: got call %d, attempt %d, status %d, want %v", i, e.Call, e.Attempt, e.Response.Status, w)
			}
		}
		if got[0].Response.RedirectURL != "/b?token=xxxxx" || got[2].Response.Content.Size != 5 || got[4].Kind != "connect" || got[4].Error == "" {
			t.Errorf("got %+v", got)
		}
	})
}

func TestBodiesAreWrittenByTheLayerOnly(t *testing.T) {
	const question, answer = `{"name":"n","password":"s3cr3t"}`, `{"a":"b","token":"s3cr3t"}`
	for _, layer := range []bool{false, true} {
		var file bytes.Buffer
		r := har.New(&file)
		opts := []outbound.Option{outbound.WithBaseURL("http://api.test"), outbound.WithObserver(r.Observer())}
		if layer {
			opts = append(opts, outbound.WithLayer(middleware.PerAttempt, "har", r.Layer()))
		}
		c, m := mock.New(t, opts...)
		m.On("POST", "/json", mock.Text(200, answer).With("Content-Type", "application/json"))
		m.On("POST", "/picture", mock.Text(200, answer).With("Content-Type", "image/png"))
		for _, path := range []string{"/json", "/picture"} {
			if _, err := outbound.Post[[]byte](t.Context(), c, path, question, outbound.Header("Content-Type", "application/json")); err != nil {
				t.Fatal(err)
			}
		}
		_ = r.Close()
		all := read(t, file.String())
		asked, answered := all[0].Request.PostData.Text, all[0].Response.Content.Text
		if layer && (asked != `{"name":"n","password":"xxxxx"}` || answered != `{"a":"b","token":"xxxxx"}`) || !layer && asked+answered != "" {
			t.Errorf("with the layer %v: got %q and %q", layer, asked, answered)
		}
		if picture := all[1].Response.Content.Text; picture != "" {
			t.Errorf("got %q of a picture", picture)
		}
	}
}

func TestALongBodyIsCutAndItsSecretsStayHidden(t *testing.T) {
	var file bytes.Buffer
	r := har.New(&file)
	c, m := mock.New(t, outbound.WithBaseURL("http://api.test"), outbound.WithObserver(r.Observer()), outbound.WithLayer(middleware.PerAttempt, "har", r.Layer()))
	pad := strings.Repeat("x", har.MaxBody-len(`{"n":"","password":"s3c`)) // the bound is inside of the secret
	for kind, body := range map[string]string{
		"application/json": `{"n":"` + pad + `","password":"s3cr3t","z":"` + pad + `"}`,
		"text/plain":       `{"n":"` + pad + `","password":"s3cr3t","z":"` + pad + `"}`,
		"text/html":        `<p>` + pad + `<input name="csrf" value="s3cr3t"><p>` + pad,
		"application/xml":  `<a><n>` + pad + `</n><password>s3cr3t</password></a>`,
	} {
		m.On("GET", "/"+kind, mock.Text(200, body).With("Content-Type", kind))
		if _, err := outbound.Get[[]byte](t.Context(), c, "/"+kind); err != nil {
			t.Fatal(err)
		}
	}
	_ = r.Close()
	if text := file.String(); strings.Contains(text, "s3c") {
		t.Errorf("a secret is shown: …%.60s", text[strings.Index(text, "s3c")-40:])
	}
}

func TestAFileThatWasNotClosedIsRepairedByItsEnd(t *testing.T) {
	var file bytes.Buffer
	r := har.New(&file)
	c, m := mock.New(t, outbound.WithBaseURL("http://api.test"), outbound.WithObserver(r.Observer()))
	m.On("GET", "/", mock.Text(200, "x"))
	for n := range 3 {
		if _, err := outbound.Get[string](t.Context(), c, "/"); err != nil {
			t.Fatal(err)
		}
		if got := read(t, file.String()+"]}}"); len(got) != n+1 {
			t.Errorf("got %d entries, want %d", len(got), n+1)
		}
	}
	_ = r.Close()
	_ = r.Close()
	_, _ = outbound.Get[string](t.Context(), c, "/")
	if got := read(t, file.String()); len(got) != 3 {
		t.Errorf("after Close: got %d entries, want 3", len(got))
	}
}

func TestAFileWithoutCallsIsValid(t *testing.T) {
	var file bytes.Buffer
	if err := har.New(&file).Close(); err != nil || len(read(t, file.String())) != 0 {
		t.Errorf("got %v and %s", err, &file)
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestTheFirstErrorOfTheWriterIsThatOfClose(t *testing.T) {
	r := har.New(full{})
	c, m := mock.New(t, outbound.WithBaseURL("http://api.test"), outbound.WithObserver(r.Observer()))
	m.On("GET", "/", mock.Text(200, "x"))
	if _, err := outbound.Get[string](t.Context(), c, "/"); err != nil {
		t.Errorf("the call fails too: %v", err)
	}
	if err := r.Close(); !errors.Is(err, errFull) {
		t.Errorf("got %v, want the writer's", err)
	}
}

func TestManyCallsAtOnceMakeOneFile(t *testing.T) {
	var file bytes.Buffer
	r := har.New(&file)
	c, m := mock.New(t, outbound.WithBaseURL("http://api.test"), outbound.WithObserver(r.Observer()), outbound.WithLayer(middleware.PerAttempt, "har", r.Layer()))
	m.On("GET", "/", mock.Text(200, "x"))
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { _, _ = outbound.Get[string](context.Background(), c, "/") })
	}
	all.Wait()
	_ = r.Close()
	calls := map[int]bool{}
	for _, e := range read(t, file.String()) {
		calls[e.Call] = true
	}
	if len(calls) != 50 {
		t.Errorf("got %d calls, want 50", len(calls))
	}
}

func TestAFieldOfManyMegabytesIsCut(t *testing.T) {
	field, long := strings.Repeat("f", 10<<20), func(s string) string { return strings.Repeat(s, 1<<20) }
	var file bytes.Buffer
	r := har.New(&file)
	c, m := mock.New(t, outbound.WithBaseURL("http://api.test"), outbound.WithObserver(r.Observer()), outbound.WithLayer(middleware.PerAttempt, "har", r.Layer()),
		outbound.Preset(long("c")))
	m.On("", "/{rest...}", mock.Text(200, long("b")).With("Server", field).With("X-Long", field).With("Content-Type", "text/plain; x="+long("t"))).AnyTimes()
	_, _ = outbound.Get[string](t.Context(), c, "/"+long("p")+"?"+long("q")+"="+long("v"), outbound.Header("User-Agent", field), outbound.Operation(long("o")), outbound.Template(long("t")))
	_, _ = outbound.Get[string](t.Context(), c, "https://"+long("h")+".test/")
	_ = r.Close()
	if n := file.Len(); n > 3*har.MaxBody {
		t.Errorf("the file has %d bytes", n)
	}
	if got := read(t, file.String()); len(got) != 2 {
		t.Errorf("got %d entries, want 2", len(got))
	}
}

func TestWhatAServerSendsStaysText(t *testing.T) {
	const attack = `<img src=x onerror=alert(1)></script>`
	var file bytes.Buffer
	r := har.New(&file)
	c, m := mock.New(t, outbound.WithBaseURL("http://api.test"), outbound.WithObserver(r.Observer()))
	m.On("GET", "/{rest...}", mock.Do(func(req *http.Request) (*http.Response, error) {
		resp := &http.Response{Status: "500 " + attack + "\u2028", StatusCode: 500, Header: http.Header{"Server": {attack}}, Body: http.NoBody, Request: req}
		return resp, nil
	}))
	_, _ = outbound.Get[string](t.Context(), c, "/"+attack, outbound.Operation(attack))
	_ = r.Close()
	got := read(t, file.String())
	if len(got) != 1 || !strings.Contains(got[0].Response.StatusText, attack) || strings.Contains(file.String(), "<") {
		t.Errorf("got %+v of\n%s", got, &file)
	}
}

func TestNoPlantedSecretIsInTheFile(t *testing.T) {
	const canary = "c4n4ry"
	var file bytes.Buffer
	r := har.New(&file)
	c, m := mock.New(t, outbound.WithBaseURL("http://api.test"), outbound.WithObserver(r.Observer()), outbound.WithLayer(middleware.PerAttempt, "har", r.Layer()),
		outbound.WithSecretNames("plan", "X-Request-Id"), outbound.WithHeader("Cookie", "sid="+canary), outbound.WithHeader("X-Unknown", canary), outbound.WithHeader("X-Request-Id", canary))
	answer := mock.Text(500, `{"plan":"`+canary+`"}`).With("Content-Type", "application/json").With("Set-Cookie", "sid="+canary).
		With("X-Plan", canary).With("Www-Authenticate", "Bearer token="+canary).With("Content-Location", "https://u:"+canary+"@h/?q="+canary)
	m.On("POST", "/", answer)
	_, _ = outbound.Post[any](t.Context(), c, "/?q="+canary+"&"+canary, map[string]string{"plan": canary, "password": canary}, outbound.Header("Authorization", "Bearer "+canary))
	_ = r.Close()
	if text := file.String(); strings.Contains(text, canary) || !strings.Contains(text, `\"plan\":\"xxxxx\"`) {
		t.Errorf("got %s", text)
	}
}
