package integration_test

import (
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
)

// TestNewShowsNoSecret gives New options that it must refuse, with a secret in
// what it may be tempted to quote.
func TestNewShowsNoSecret(t *testing.T) {
	key := "-----BEGIN PRIVATE KEY-----\n" + canary + "\n-----END PRIVATE KEY-----"
	bearer := auth.Bearer(secret("bearer"))
	bad := map[string]outbound.Option{
		"an inline key for a file":        outbound.WithClientCertificate("cert.pem", key),
		"an inline key for a CA":          outbound.WithRootCAs(key),
		"a whole line for a name":         outbound.WithHeader("Authorization: Bearer "+canary, ""),
		"an unknown line for a name":      outbound.WithHeader("X-Unknown: "+canary, "v"),
		"a line end in a value":           outbound.WithHeader("X-Unknown", canary+"\r\nX: y"),
		"a line for the ID's name":        outbound.WithRequestID("X-Session-Token=" + canary),
		"an origin with user info":        outbound.WithAuth(bearer, "https://user:"+canary+"@host.test"),
		"an origin with a query":          outbound.WithAuth(bearer, "https://host.test/?key="+canary),
		"credentials that belong nowhere": outbound.WithAuth(bearer),
	}
	for _, raw := range []string{
		"http://user:" + canary + "@host.test:port/", "http:/user:" + canary + "@host.test/", "user:" + canary + "@host.test",
		canary + "@host.test", "user:" + canary + "@host.test:8080", "//user:" + canary + "@host.test", "ftp://user:" + canary + "@host.test",
		"http://user:" + canary + "@/", "http://host.test/?key=" + canary, "http://host.test/#" + canary, "http://user:" + canary + "%zz@host.test",
		"http://user:" + canary + "@host.test\x7f", "http//user:" + canary + "@host.test", "https:user:" + canary + "@host.test", "/user:" + canary + "@host.test",
	} {
		bad["base URL "+raw] = outbound.WithBaseURL(raw)
		bad["proxy "+raw] = outbound.Options(outbound.WithBaseURL("ftp://x.test"), outbound.WithProxy(raw))
	}
	all := []outbound.Option{}
	for name, o := range bad {
		t.Run(strings.ReplaceAll(name, "/", "|"), func(t *testing.T) {
			if _, err := outbound.New(o); err != nil {
				checkLines(t, shownTree(err))
			} else {
				t.Error("got no error")
			}
		})
		all = append(all, o)
	}
	_, err := outbound.New(all...)
	checkLines(t, shownTree(err))
}

// A client that was made shows none of what it was given.
func TestAClientShowsNoSecret(t *testing.T) {
	t.Setenv(canaryVariable, secret("env"))
	for _, s := range schemes() {
		opts := []outbound.Option{
			outbound.WithBaseURL("https://user:" + secret("userinfo") + "@host.test/"), outbound.WithHeader("X-Api-Key", secret("header")),
			outbound.WithProxy("http://user:" + secret("proxy") + "@127.0.0.1:1"), outbound.WithAuth(s.make(t)),
		}
		c := newClient(t, opts...)
		checkLines(t, strings.Join(c.Chain(), "\n"))
		checkLines(t, shown(s.make(t)))
	}
}
