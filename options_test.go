package outbound_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/retry"
)

func TestTheLaterOptionWins(t *testing.T) {
	base := testkit.Script(testkit.Text(200, "ok"))
	other := testkit.Script(testkit.Text(200, "other"))
	c := doortest.NewClient(t,
		outbound.WithBaseURL("https://first.example"), outbound.WithBaseURL("https://a.example/v1/"),
		outbound.WithHeader("X-Key", "first"), outbound.WithHeader("x-key", "second"),
		outbound.WithUserAgent("first"), outbound.WithUserAgent("second"),
		outbound.WithTransport(other), outbound.WithTransport(base),
		outbound.Options(outbound.WithTimeout(time.Second), nil, outbound.WithTimeout(0)), nil)
	if _, err := outbound.Get[string](t.Context(), c, "/x"); err != nil {
		t.Fatal(err)
	}
	got := base.Last(t)
	if u := got.URL.String(); u != "https://a.example/v1/x" {
		t.Errorf("got URL %s, want https://a.example/v1/x", u)
	}
	want := []string{"second", "second"}
	if diff := cmp.Diff(want, []string{got.Header.Get("X-Key"), got.UserAgent()}); diff != "" {
		t.Errorf("X-Key, User-Agent (-want +got):\n%s", diff)
	}
	if c.Chain()[0] == "deadline" {
		t.Error("WithTimeout(0) came last and the deadline is still on")
	}
}

func TestWhatTheCallerGaveIsCopied(t *testing.T) {
	base := testkit.Script(testkit.Status(503), testkit.Text(200, "ok"))
	methods := []string{"POST"}
	origins := []string{"https://a.example"}
	inner := []outbound.Option{outbound.WithUserAgent("mine")}
	codes := []int{503}
	opts := []outbound.Option{
		outbound.Preset("p", inner...), outbound.WithMockTransport(base),
		outbound.WithRetry(retry.Policy{Methods: methods, Wait: retry.Constant(0)}),
		outbound.WithAuth(auth.Bearer("t"), origins...),
	}
	allow := outbound.AllowStatus(codes...)
	inner[0] = outbound.WithUserAgent("changed")
	c := doortest.NewClient(t, opts...)
	methods[0], origins[0], opts[0], codes[0] = "NONE", "https://b.example", nil, 200

	if _, err := outbound.Post[string](t.Context(), c, "https://a.example/", "x"); err != nil {
		t.Fatalf("the list of methods was not copied: %v", err)
	}
	got := base.Last(t)
	if got.Header.Get("Authorization") != "Bearer t" {
		t.Error("the list of origins was not copied")
	}
	if got.UserAgent() != "mine" {
		t.Errorf("got User-Agent %q: the preset's options were not copied", got.UserAgent())
	}
	refusing := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Status(503))))
	if _, err := outbound.Get[string](t.Context(), refusing, "https://a.example/", allow); err != nil {
		t.Errorf("the list of statuses was not copied: %v", err)
	}
}

func TestTheDefaultUserAgentIsOurs(t *testing.T) {
	base := testkit.Script(testkit.Text(200, "ok"))
	c := doortest.NewClient(t, outbound.WithMockTransport(base))
	_, _ = outbound.Get[string](t.Context(), c, "https://a.example/")
	_, _ = c.R(t.Context()).Get("https://a.example/")
	resp, err := c.HTTP().Get("https://a.example/")
	if err == nil {
		resp.Body.Close()
	}
	for i, r := range base.Requests() {
		if got, want := r.UserAgent(), "outbound/"+outbound.Version; got != want {
			t.Errorf("request %d: got User-Agent %q, want %q", i, got, want)
		}
	}
	base.WantSent(t, 3)
}

func TestNilAndZeroClientsReturnErrors(t *testing.T) {
	for name, c := range map[string]*outbound.Client{"nil": nil, "zero": {}} {
		t.Run(name, func(t *testing.T) {
			req, _ := http.NewRequest(http.MethodGet, "https://a.example/", nil)
			_, r := c.R(t.Context()).Get("https://a.example/")
			_, h := c.HTTP().Get("https://a.example/")
			_, d := c.Do(req)
			_, g := outbound.Get[string](t.Context(), c, "https://a.example/")
			_, p := outbound.Post[string](t.Context(), c, "https://a.example/", "body")
			for door, err := range map[string]error{"R": r, "HTTP": h, "Do": d, "Get": g, "Post": p} {
				if !errors.Is(err, httperror.Request) {
					t.Errorf("%s: got %v, want an error of kind request", door, err)
				}
			}
			if _, err := c.With(outbound.Standard()); err == nil {
				t.Error("With: got no error, want one")
			}
			if err := c.Close(); err != nil {
				t.Errorf("Close: got %v, want nil", err)
			}
			if got := c.Chain(); got != nil {
				t.Errorf("Chain: got %q, want none", got)
			}
		})
	}
}

func TestAClientTellsItsBaseURL(t *testing.T) {
	c := doortest.NewClient(t, outbound.WithBaseURL("https://api.example.com/v1"))
	other, err := c.With(outbound.WithBaseURL("https://other.example.com"))
	if err != nil {
		t.Fatal(err)
	}
	for want, c := range map[string]*outbound.Client{
		"https://api.example.com/v1": c, "https://other.example.com": other, "": doortest.NewClient(t),
	} {
		if got := c.BaseURL(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := (*outbound.Client)(nil).BaseURL(); got != "" {
		t.Errorf("without a client: got %q", got)
	}
}
