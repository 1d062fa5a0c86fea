package integration_test

import (
	"errors"
	"net/http"
	"net/url"
	"testing"

	"example.com/outbound"
	"example.com/outbound/integration/faultserver"
	"example.com/outbound/middleware"
)

// canaryFaults are further faults of which somebody else's text may tell too
// much: a server, a layer, net/http. Only what is shown of them counts.
func canaryFaults() []fault {
	const page = `{"error":"invalid_token","token":"` + canary + `-401","detail":"access_token=` + canary + `-detail&x=1"}`
	challenge := []string{"WWW-Authenticate", `Digest realm="r", nonce="n", qop="auth", algorithm=MD5`}
	to := "http://user:" + canary + "-location@127.0.0.1:1/y?token=" + canary + "-location#" + canary
	return []fault{
		{name: "401 with JSON", provoke: on(faultserver.Answer(401, page, append(challenge, "Content-Type", "application/json")...))},
		{name: "401 with text", provoke: on(faultserver.Answer(401, "token: "+canary+"-401", "Content-Type", "text/plain"))},
		{name: "401 with a body of no type", provoke: on(faultserver.Answer(401, canary+"-401"))},
		{name: "403 with problem details", provoke: on(faultserver.Answer(403, `{"title":"No credit","token":"`+canary+`"}`, "Content-Type", "application/problem+json"))},
		{name: "a redirect to a dead address", provoke: on(faultserver.Redirect(302, to))},
		{name: "a redirect that is none of http", provoke: on(faultserver.Redirect(302, "ftp://user:"+canary+"-location@127.0.0.1/"))},
		{name: "a redirect that is not followed", provoke: within(on(faultserver.Redirect(302, to)), outbound.WithMaxRedirects(0))},
		{
			name:    "an unparsable redirect that is not followed",
			provoke: within(on(faultserver.Redirect(302, "http://user:"+canary+"-location@127.0.0.1:port/")), outbound.WithMaxRedirects(0)),
		},
		{
			name:    "a field of the answer without a colon",
			provoke: on(faultserver.Raw("HTTP/1.1 200 OK\r\nSet-Cookie sid=" + canary + "\r\n\r\n")),
		},
		{
			name:    "a field of the answer with a wrong name",
			provoke: on(faultserver.Raw("HTTP/1.1 200 OK\r\nSet Cookie: sid=" + canary + "\r\n\r\n")),
		},
		{name: "a body without a type that is not JSON", provoke: on(faultserver.Answer(200, canary))},
		{name: "a layer that wraps a url.Error", provoke: broken(middleware.PerCall)},
		{name: "a layer that wraps a url.Error, per attempt", provoke: broken(middleware.PerAttempt)},
	}
}

// broken is a scene with a layer that asks somebody else first, in vain.
func broken(stage middleware.Stage) func(*testing.T) scene {
	layer := func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			_, err := next.RoundTrip(req)
			return nil, &url.Error{Op: "Get", URL: "http://user:" + canary + "@127.0.0.1/?key=" + canary, Err: errors.Join(errors.New("refused"), err)}
		})
	}
	return within(on(faultserver.Never()), impatient, outbound.WithLayer(stage, "broken", layer))
}
