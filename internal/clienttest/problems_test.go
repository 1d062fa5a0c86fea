package clienttest

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

func TestEveryProblemNamesTheClient(t *testing.T) {
	_, err := outbound.New(outbound.Preset("billing",
		outbound.WithTimeout(-time.Second), outbound.WithMaxRedirects(-1), outbound.WithRetry(retry.Policy{Attempts: -2}),
		outbound.WithProxy("proxy.example:3128"), outbound.WithMinTLS(7), outbound.WithTransport(http.DefaultTransport)))
	if err == nil {
		t.Fatal("got no error")
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 6 {
		t.Errorf("got %d problems, want 6:\n%v", len(lines), err)
	}
	for _, l := range lines {
		if !strings.HasPrefix(l, "outbound: billing: With") {
			t.Errorf("got %q, want the client's name before the option", l)
		}
	}
}

func TestOptionsThatDoNotGoTogetherAreBothNamed(t *testing.T) {
	given := outbound.WithTransport(http.DefaultTransport)
	for name, tt := range map[string]struct {
		opts []outbound.Option
		want string
	}{
		"a proxy":     {[]outbound.Option{given, outbound.WithProxy("http://proxy.example")}, "WithTransport and WithProxy do"},
		"two of them": {[]outbound.Option{given, outbound.WithoutProxy(), outbound.WithInsecureSkipVerify()}, "WithTransport and WithoutProxy, WithInsecureSkipVerify do"},
		"a preset":    {[]outbound.Option{outbound.InternalNetwork(), given}, "WithTransport and InternalNetwork do"},
		"an age":      {[]outbound.Option{given, outbound.WithMaxConnAge(time.Minute)}, "WithTransport and WithMaxConnAge do"},
		"strangers":   {[]outbound.Option{outbound.Untrusted(), outbound.WithAuth(auth.Bearer("x"), "https://a.example")}, "WithAuth and Untrusted do"},
		"no origin":   {[]outbound.Option{outbound.WithAuth(auth.Bearer("x"))}, "WithAuth: neither an origin nor a base URL (WithBaseURL) says"},
	} {
		if _, err := outbound.New(tt.opts...); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q in it", name, err, tt.want)
		}
	}
}

func TestAProblemSaysWhatZeroMeans(t *testing.T) {
	for _, o := range []outbound.Option{
		outbound.WithTimeout(-1), outbound.WithAttemptTimeout(-1), outbound.WithBodyIdleTimeout(-1), outbound.WithMaxConnAge(-1),
		outbound.WithMaxRedirects(-1), outbound.WithMaxResponseBytes(-1), outbound.WithRetry(retry.Policy{MaxElapsed: -2}),
	} {
		if _, err := outbound.New(o); err == nil || !strings.Contains(err.Error(), "negative; 0 means ") {
			t.Errorf("got %v, want it to say what 0 means", err)
		}
	}
}

func TestAFunctionThatPanicsOrALayerThatMakesNothingIsAnErrorOfNew(t *testing.T) {
	for name, opt := range map[string]outbound.Option{
		"WithTransportConfig": outbound.WithTransportConfig(func(*http.Transport) { panic("no luck") }),
		`WithLayer("boom")`:   outbound.WithLayer(middleware.PerAttempt, "boom", func(http.RoundTripper) http.RoundTripper { panic("no luck") }),
		`WithLayer("none")`:   outbound.WithLayer(middleware.PerCall, "none", func(http.RoundTripper) http.RoundTripper { return nil }),
	} {
		if c, err := outbound.New(opt); c != nil || err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want an error that names %s", err, name)
		}
		c, err := outbound.New()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.With(opt); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("With: got %v, want an error that names %s", err, name)
		}
	}
}
