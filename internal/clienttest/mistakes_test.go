package clienttest

import (
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

// mistake is a configuration that New refuses, and what the error has to name:
// the option, and the value unless that is secret.
type mistake struct {
	name  string
	opt   outbound.Option
	names []string
}

func mistakes(t *testing.T) []mistake {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("no certificate\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tuned := func(f func(*resty.Client)) outbound.Option { return outbound.WithResty(f) }
	return append(addressMistakes(), []mistake{
		{"a header whose name has a space", outbound.WithHeader("X Key", "v"), []string{"WithHeader", `"X`}},
		{"a header whose value has a line end", outbound.WithHeader("X-Key", doortest.Canary+"\r\nX-Other: v"), []string{"WithHeader", "X-Key"}},
		{"a secret for every host", outbound.WithHeader("X-Api-Key", doortest.Canary), []string{"WithHeader", "X-Api-Key", "base URL"}},
		{"a secret by the caller's names for every host", outbound.Options(outbound.WithHeader("X-Tenant-Mark", doortest.Canary), outbound.WithSecretNames("x_tenant_mark")), []string{"WithHeader", "X-Tenant-Mark"}},
		{"a user agent with a line end", outbound.WithUserAgent("me\nX-Other: v"), []string{"WithUserAgent"}},
		{"a negative timeout", outbound.WithTimeout(-time.Second), []string{"WithTimeout", "-1s"}},
		{"a negative attempt timeout", outbound.WithAttemptTimeout(-time.Second), []string{"WithAttemptTimeout", "-1s"}},
		{"a negative idle timeout", outbound.WithBodyIdleTimeout(-time.Second), []string{"WithBodyIdleTimeout", "-1s"}},
		{"a policy with fewer than no attempts", outbound.WithRetry(retry.Policy{Attempts: -7}), []string{"WithRetry", "-7"}},
		{"a layer without a name", outbound.WithLayer(middleware.PerCall, "", doortest.Pass), []string{"WithLayer"}},
		{"a layer that is nil", outbound.WithLayer(middleware.PerCall, "mine", nil), []string{"WithLayer", "mine"}},
		{"a layer of no stage", outbound.WithLayer(7, "mine", doortest.Pass), []string{"WithLayer", "mine", "7"}},
		{"two layers of one name", outbound.Options(outbound.WithLayer(middleware.PerCall, "twin", doortest.Pass), outbound.WithLayer(middleware.PerAttempt, "twin", doortest.Pass)), []string{"WithLayer", "twin"}},
		{"no certificate authority", outbound.WithRootCAs(), []string{"WithRootCAs"}},
		{"a certificate authority that is not there", outbound.WithRootCAs("absent.pem"), []string{"WithRootCAs", "absent.pem"}},
		{"a certificate authority that is none", outbound.WithRootCAs(empty), []string{"WithRootCAs", empty}},
		{"a client certificate that is not there", outbound.WithClientCertificate("absent.pem", "absent.key"), []string{"WithClientCertificate", "absent.pem", "absent.key"}},
		{"a TLS version that is none", outbound.WithMinTLS(7), []string{"WithMinTLS", "7"}},
		{"a negative number of redirects", outbound.WithMaxRedirects(-1), []string{"WithMaxRedirects", "-1"}},
		{"a negative size", outbound.WithMaxResponseBytes(-1), []string{"WithMaxResponseBytes", "-1"}},
		{"a request ID in a field that is none", outbound.WithRequestID("X Id"), []string{"WithRequestID", `"X`}},
		{"a request ID in a field of the transport", outbound.WithRequestID("connection"), []string{"WithRequestID", "connection"}},
		{"a deadline in a field with a meaning of its own", outbound.WithDeadlineHeader("Content-Length"), []string{"WithDeadlineHeader", "Content-Length"}},
		{"half a codec", outbound.WithJSON(nil, func([]byte, any) error { return nil }), []string{"WithJSON"}},
		{"no function for resty", outbound.WithResty(nil), []string{"WithResty"}},
		{"a function for resty that panics", tuned(func(*resty.Client) { panic("no luck") }), []string{"WithResty", "no luck"}},
		{"a field of the transport in resty", tuned(func(c *resty.Client) { c.SetHeader("transfer-encoding", "chunked") }), []string{"WithResty", "Transfer-Encoding"}},
		{"resty's own retries", tuned(func(c *resty.Client) { c.SetRetryCount(3) }), []string{"WithResty", "WithRetry"}},
		{"resty's own timeout", tuned(func(c *resty.Client) { c.SetTimeout(time.Second) }), []string{"WithResty", "WithTimeout"}},
		{"resty's own cookies", tuned(func(c *resty.Client) { jar, _ := cookiejar.New(nil); c.SetCookieJar(jar) }), []string{"WithResty", "WithCookieJar"}},
		{"resty's own transport", tuned(func(c *resty.Client) { c.SetTransport(http.DefaultTransport) }), []string{"WithResty", "WithTransport"}},
		{"resty's own redirects", tuned(func(c *resty.Client) { c.SetRedirectPolicy(resty.NoRedirectPolicy()) }), []string{"WithResty", "WithMaxRedirects"}},
		{"resty's own token", tuned(func(c *resty.Client) { c.SetAuthToken(doortest.Canary) }), []string{"WithResty", "WithAuth"}},
		{"resty's own password", tuned(func(c *resty.Client) { c.SetBasicAuth("user", doortest.Canary) }), []string{"WithResty", "WithAuth"}},
		{"resty's own proxy", tuned(func(c *resty.Client) { c.SetProxy("http://user:" + doortest.Canary + "@proxy.example") }), []string{"WithResty", "WithProxy"}},
		{"resty's own certificate authorities", tuned(func(c *resty.Client) { c.SetRootCertificate(empty) }), []string{"WithResty", "WithRootCAs"}},
	}...)
}

func addressMistakes() []mistake {
	bearer := auth.Bearer(doortest.Canary)
	return []mistake{
		{"a base URL without a scheme", outbound.WithBaseURL("users.example.com/v1"), []string{"WithBaseURL", "users.example.com/v1"}},
		{"a base URL of another scheme", outbound.WithBaseURL("ftp://users.example.com"), []string{"WithBaseURL", "ftp://users.example.com"}},
		{"a base URL without a host", outbound.WithBaseURL("https:///v1"), []string{"WithBaseURL", "https:///v1"}},
		{"a base URL with a query", outbound.WithBaseURL("https://users.example.com/?key=" + doortest.Canary), []string{"WithBaseURL", "https://users.example.com/?key="}},
		{"a base URL that cannot be parsed, with a password", outbound.WithBaseURL("https://user:" + doortest.Canary + "@users.example.com:port"), []string{"WithBaseURL"}},
		{"a base URL of another scheme, with a password", outbound.WithBaseURL("ftp://user:" + doortest.Canary + "@users.example.com"), []string{"WithBaseURL", "ftp://users.example.com"}},
		{"a proxy without a scheme", outbound.WithProxy("proxy.example:3128"), []string{"WithProxy", "proxy.example:"}},
		{"a proxy without a scheme, which is shown whole", outbound.WithProxy("10.0.0.1:3128"), []string{"WithProxy", `WithProxy("10.0.0.1:3128")`, `did you mean "http://10.0.0.1:3128"?`}},
		{"a proxy with a path", outbound.WithProxy("http://proxy.example:3128/path"), []string{"WithProxy", "proxy.example:3128/path", "path"}},
		{"a proxy with a query", outbound.WithProxy("socks5://proxy.example?x=1"), []string{"WithProxy", "query"}},
		{"a proxy with an empty query", outbound.WithProxy("http://proxy.example?"), []string{"WithProxy", "query"}},
		{"a proxy with a fragment", outbound.WithProxy("http://proxy.example#f"), []string{"WithProxy", "fragment"}},
		{"a password with a slash ends the proxy's host", outbound.WithProxy("http://u:p@localhost/" + doortest.Canary + "@127.0.0.1:3128"), []string{"WithProxy", "percent-encoded"}},
		{"a password with a hash ends the proxy's host", outbound.WithProxy("http://u:1#" + doortest.Canary + "@proxy.example:3128"), []string{"WithProxy", "percent-encoded"}},
		{"a proxy of another scheme, with a password", outbound.WithProxy("ftp://user:" + doortest.Canary + "@proxy.example"), []string{"WithProxy", "ftp://proxy.example"}},
		{"a proxy that cannot be parsed, with a password", outbound.WithProxy("http://user:" + doortest.Canary + "@proxy.example:port"), []string{"WithProxy"}},
		{"no scheme of credentials", outbound.WithAuth(nil, "https://a.example"), []string{"WithAuth"}},
		{"credentials that belong nowhere", outbound.WithAuth(bearer), []string{"WithAuth"}},
		{"an origin that is none", outbound.WithAuth(bearer, "a.example"), []string{"WithAuth", "a.example"}},
		{"an origin with a path", outbound.WithAuth(bearer, "https://a.example/v1"), []string{"WithAuth", "https://a.example/v1"}},
		{"an origin with a password", outbound.WithAuth(bearer, "https://user:"+doortest.Canary+"@a.example"), []string{"WithAuth", "https://a.example"}},
		{"an origin that is everywhere", outbound.WithAuth(bearer, "*"), []string{"WithAuth", "*"}},
	}
}
