package inspect_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/mock"
	"example.com/outbound/observe/inspect"
)

// everyPage is all that the inspector shows, events included.
func everyPage(t *testing.T, i *inspect.Inspector, calls ...string) map[string]string {
	t.Helper()
	all := map[string]string{"/events": events(t, i)}
	for _, target := range []string{"/", "/text", "/calls", "/calls/text"} {
		all[target] = page(t, i, target)
	}
	for _, id := range calls {
		for _, form := range []string{"", "/text", "/har"} {
			all["/calls/"+id+form] = page(t, i, "/calls/"+id+form)
		}
	}
	return all
}

// events is what a reader of events gets at once.
func events(t *testing.T, i *inspect.Inspector) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // it ends after the first batch
	return send(i, here(http.MethodGet, "/events", nil).WithContext(ctx)).Body.String()
}

func TestNoPlantedSecretIsOnAPage(t *testing.T) {
	const canary = "c4n4ry"
	i := inspect.New(inspect.Bodies(1<<10), inspect.Isolate())
	base, _ := url.Parse("http://user:" + canary + "@api.test/v1?key=" + canary)
	c, m := watched(t, i, outbound.WithBaseURL("http://api.test/v1"), perAttempt(i), withBreaker(),
		outbound.WithSecretNames("plan", "X-Request-Id"), outbound.WithHeader("Cookie", "sid="+canary), outbound.WithHeader("X-Unknown", canary),
		outbound.WithHeader("X-Request-Id", canary), outbound.WithAuth(auth.Bearer(canary)))
	m.On("POST", "/v1/{n}", mock.Text(500, `{"plan":"`+canary+`","password":"`+canary+`"}`).With("Content-Type", "application/json").
		With("Set-Cookie", "sid="+canary).With("X-Plan", canary).With("Www-Authenticate", "Bearer token="+canary).
		With("Content-Location", base.String()))
	m.On("GET", "/v1", mock.Text(200, "x"))
	m.On("GET", "/v1/{n}", mock.Status(302).With("Location", base.String()))
	_, _ = outbound.Post[any](t.Context(), c, "/a?q="+canary+"&"+canary, map[string]string{"plan": canary, "pin": canary}, outbound.Query("token", canary))
	_, _ = outbound.Get[any](t.Context(), c, "/b?token="+canary)
	_, _ = outbound.Get[any](t.Context(), c, "http://u:"+canary+"@api.test:bad/?q="+canary)
	for target, text := range everyPage(t, i, "1", "2", "3") {
		if at := strings.Index(text, canary); at >= 0 {
			t.Errorf("%s shows …%s", target, text[max(at-200, 0):min(at+20, len(text))])
		}
	}
	wantIn(t, page(t, i, "/calls/1"), `&#34;plan&#34;:&#34;xxxxx&#34;`)
}

func TestWhatAServerSendsIsEscapedOnEveryPage(t *testing.T) {
	const attack = `<img src=x onerror=alert(1)>`
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, _ := http.NewResponseController(w).Hijack()
		_, _ = conn.Write([]byte("HTTP/1.1 500 " + attack + "\u202e\r\nServer: " + attack + "\r\nContent-Type: text/plain\r\nContent-Length: 28\r\n\r\n" + attack))
		_ = conn.Close()
	}))
	defer srv.Close()
	i := inspect.New(inspect.Bodies(1 << 10))
	c, err := outbound.New(outbound.Preset(attack, outbound.WithBaseURL(srv.URL)), outbound.WithObserver(i.Observer()), perAttempt(i))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	i.Watch(c)
	get(c, "/"+attack+"?"+attack, outbound.Operation(attack), outbound.Header("User-Agent", attack))
	for target, text := range everyPage(t, i, "1") {
		form := target == "/events" || strings.HasSuffix(target, "/har") || strings.HasSuffix(target, "/text")
		if !form && strings.Contains(text, "<img") {
			t.Errorf("%s has an image:\n%s", target, text)
		}
		if strings.Contains(text, "\u202e") && !strings.HasSuffix(target, "/har") { // a file
			t.Errorf("%s changes the direction of its text", target)
		}
	}
	if w := ask(i, http.MethodGet, "/calls?q="+url.QueryEscape(`"><img src=x>`)+"&client=<img>&kind=<img>"); strings.Contains(w.Body.String(), "<img") {
		t.Errorf("the filter is not escaped:\n%s", w.Body)
	}
	for _, target := range []string{"/calls/1/text", "/calls/1/har", "/text"} {
		if kind := ask(i, http.MethodGet, target).Header().Get("Content-Type"); strings.Contains(kind, "html") {
			t.Errorf("%s is %s", target, kind)
		}
	}
}

func TestAFieldOfManyMegabytesIsCut(t *testing.T) {
	i := inspect.New(inspect.Bodies(1 << 10))
	c, m := watched(t, i, perAttempt(i))
	const much = 10 << 20
	m.On("GET", "/", mock.Text(200, strings.Repeat("b", much)).With("Server", strings.Repeat("s", much)).With("X-Long", strings.Repeat("x", much)).With("Content-Type", "text/plain; x="+strings.Repeat("c", much)))
	get(c, "/?q="+strings.Repeat("q", much), outbound.Header("User-Agent", strings.Repeat("u", much)), outbound.Operation(strings.Repeat("o", much)))
	for target, text := range everyPage(t, i, "1") {
		if len(text) > 64<<10 {
			t.Errorf("%s has %d bytes", target, len(text))
		}
	}
	wantIn(t, page(t, i, "/calls/1"), "(10485760 bytes)")
}
