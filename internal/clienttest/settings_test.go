package clienttest

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-resty/resty/v2"
	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/retry"
)

// eachOption is one use of every option of a client.
func eachOption(t *testing.T) map[string]outbound.Option {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]outbound.Option{
		"WithBaseURL":               outbound.WithBaseURL("https://user:c4n4ry@api.test/v1?token=c4n4ry"),
		"WithHeader":                outbound.WithHeader("X-Api-Key", "c4n4ry"),
		"WithUserAgent":             outbound.WithUserAgent("mine/1"),
		"WithTimeout":               outbound.WithTimeout(outbound.DefaultTimeout), // given by name, it is no default
		"WithAttemptTimeout":        outbound.WithAttemptTimeout(time.Second),
		"WithBodyIdleTimeout":       outbound.WithBodyIdleTimeout(time.Second),
		"WithRetry":                 outbound.WithRetry(retry.Policy{Attempts: 3}),
		"WithLogger":                outbound.WithLogger(zerolog.New(io.Discard)),
		"WithAuth":                  outbound.WithAuth(auth.Bearer("c4n4ry"), "https://api.test"),
		"WithLayer":                 outbound.WithLayer(middleware.PerCall, "mine", func(next http.RoundTripper) http.RoundTripper { return next }),
		"WithTransport":             outbound.WithTransport(testkit.Script()),
		"WithMockTransport":         outbound.WithMockTransport(testkit.Script()),
		"WithTransportConfig":       outbound.WithTransportConfig(func(*http.Transport) {}),
		"WithProxy":                 outbound.WithProxy("http://user:c4n4ry@proxy.test"),
		"WithoutProxy":              outbound.WithoutProxy(),
		"WithRootCAs":               outbound.WithRootCAs(doortest.Authority(t)),
		"WithClientCertificate":     outbound.WithClientCertificate("", ""),
		"WithClientCertificateFunc": outbound.WithClientCertificateFunc(func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return nil, nil }),
		"WithMinTLS":                outbound.WithMinTLS(tls.VersionTLS13),
		"WithInsecureSkipVerify":    outbound.WithInsecureSkipVerify(),
		"WithMaxRedirects":          outbound.WithMaxRedirects(outbound.DefaultMaxRedirects),
		"WithMaxResponseBytes":      outbound.WithMaxResponseBytes(1),
		"WithCookieJar":             outbound.WithCookieJar(jar),
		"WithRequestID":             outbound.WithRequestID("X-Id"),
		"WithIdempotencyKeys":       outbound.WithIdempotencyKeys(),
		"WithJSON":                  outbound.WithJSON(json.Marshal, json.Unmarshal),
		"WithCodec":                 outbound.WithCodec("application/yaml", outbound.Codec{Marshal: json.Marshal}),
		"WithCoding":                outbound.WithCoding("zstd", func(r io.Reader) (io.ReadCloser, error) { return io.NopCloser(r), nil }),
		"WithResty":                 outbound.WithResty(func(*resty.Client) {}),
		"WithBreaker":               outbound.WithBreaker(breaker.Policy{}),
		"WithGate":                  outbound.WithGate(limit.Gate{}),
		"WithRateLimit":             outbound.WithRateLimit(limit.Rate{N: 1}),
		"WithConcurrency":           outbound.WithConcurrency(limit.Concurrency{Max: 1}),
		"WithSecretNames":           outbound.WithSecretNames("pin"),
		"WithObserver":              outbound.WithObserver(outbound.Observer{}),
		"WithGuard":                 outbound.WithGuard(),
		"WithMaxConnAge":            outbound.WithMaxConnAge(time.Minute),
		"WithResolver":              outbound.WithResolver(&net.Resolver{}),
		"WithDeadlineHeader":        outbound.WithDeadlineHeader("X-Timeout"),
	}
}

// optionNames are the options in the source.
func optionNames(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("../../*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv != nil || !strings.HasPrefix(f.Name.Name, "With") || f.Type.Results == nil {
				continue
			}
			if id, ok := f.Type.Results.List[0].Type.(*ast.Ident); ok && id.Name == "Option" {
				names = append(names, f.Name.Name)
			}
		}
	}
	if len(names) < 30 {
		t.Fatalf("got only %q from the source", names)
	}
	return names
}

func settingFrom(c *outbound.Client, origin string) (found []outbound.Setting) {
	for _, s := range c.Settings() {
		if s.Origin == origin {
			found = append(found, s)
		}
	}
	return found
}

func TestEveryOptionShowsInTheSettings(t *testing.T) {
	options := eachOption(t)
	for _, name := range optionNames(t) {
		o, ok := options[name]
		if !ok {
			t.Errorf("%s is missing in eachOption: use it there, and let it note its setting (see noted)", name)
			continue
		}
		c, err := outbound.New(outbound.WithBaseURL("https://api.test"), o)
		if err != nil && name == "WithBaseURL" { // user info is refused
			c, err = outbound.New(outbound.WithBaseURL("https://api.test"))
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, s := range settingFrom(c, "default") {
			if s.Value == "" {
				t.Errorf("%s has no value", s.Name)
			}
		}
		if len(settingFrom(c, name)) != 1 {
			t.Errorf("%s: got %v, want one setting of it", name, c.Settings())
		}
		for _, s := range c.Settings() {
			if strings.Contains(s.Value, "c4n4ry") {
				t.Errorf("%s: %s shows a secret: %s", name, s.Name, s.Value)
			}
		}
	}
}

func TestASettingNamesThePresetThatItComesFrom(t *testing.T) {
	billing := outbound.Preset("billing", outbound.Standard(), outbound.WithBaseURL("https://billing.test"), outbound.WithRetry(retry.Policy{Attempts: 7}))
	c := doortest.NewClient(t, outbound.Preset("shop", billing, outbound.WithMaxRedirects(1)), outbound.WithTimeout(5*time.Second))
	for name, want := range map[string]outbound.Setting{
		"name":            {Value: "shop", Origin: "shop"},
		"base_url":        {Value: "https://billing.test", Origin: "billing"},
		"timeout":         {Value: "5s", Origin: "WithTimeout"},
		"attempt_timeout": {Value: "10s", Origin: "Standard"},
		"retry":           {Value: "{Attempts: 7}", Origin: "billing"},
		"retry.budget":    {Value: "on", Origin: "Standard"},
		"request_id":      {Value: "X-Request-Id", Origin: "Standard"},
		"max_redirects":   {Value: "1", Origin: "shop"},
		"proxy":           {Value: "environment", Origin: "default"},
	} {
		found := false
		for _, s := range c.Settings() {
			if s.Name == name {
				found = true
				if s.Value != want.Value || s.Origin != want.Origin {
					t.Errorf("%s: got %q from %q, want %q from %q", name, s.Value, s.Origin, want.Value, want.Origin)
				}
			}
		}
		if !found {
			t.Errorf("there is no %s", name)
		}
	}
}

func TestWithLeavesTheOriginsOfTheFirstClientAlone(t *testing.T) {
	c := doortest.NewClient(t, outbound.Standard())
	if _, err := c.With(outbound.WithTimeout(time.Second)); err != nil {
		t.Fatal(err)
	}
	if got := settingFrom(c, "WithTimeout"); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestNoClientHasNoSettings(t *testing.T) {
	var none *outbound.Client
	if none.Settings() != nil || (&outbound.Client{}).Settings() != nil {
		t.Error("got settings")
	}
}

func TestTheSettingsNameTheSchemeAndNotItsType(t *testing.T) {
	for want, s := range map[string]auth.Scheme{
		"auth.Bearer": auth.Bearer("c4n4ry"), "auth.Basic": auth.Basic("user", "c4n4ry"), "auth.APIKey": auth.APIKey("X-Key", "c4n4ry"), "clienttest.shouting": shouting{},
	} {
		c, err := outbound.New(outbound.WithBaseURL("https://api.test"), outbound.WithAuth(s))
		if err != nil {
			t.Fatal(err)
		}
		for _, setting := range c.Settings() {
			if setting.Name == "auth" && setting.Value != want+" to the base URL" {
				t.Errorf("got %q, want %s", setting.Value, want)
			}
		}
	}
}

// shouting is a scheme of the user's own, which prints what it must not.
type shouting struct{}

func (shouting) Authorize(*http.Request) error { return nil }

func (shouting) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("c4n4ry")) }
