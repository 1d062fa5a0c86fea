package digest_test

import (
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"

	"example.com/outbound/auth"
	"example.com/outbound/auth/digest"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/layertest"
)

func TestTheLayerKeepsTheContractWithDigest(t *testing.T) {
	home := &url.URL{Scheme: "https", Host: "layertest.example"}
	layer := auth.New(auth.Binding{Scheme: digest.New("user", "password"), Origins: []auth.Origin{auth.OriginOf(home)}})
	for name, challenge := range map[string]string{
		"a challenge":                      `Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256`,
		"a challenge of an old server":     `Digest realm="r", nonce="n"`,
		"a challenge that is not digest's": `Basic realm="r"`,
		"a challenge that is broken":       `Digest realm="r`,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				layertest.Run(t, func(next http.RoundTripper) http.RoundTripper {
					return middleware.Chain(next, layer, challenging(challenge))
				})
			})
		})
	}
}

// challenging puts a challenge on every 401.
func challenging(challenge string) middleware.Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(req)
			if err == nil && resp.StatusCode == http.StatusUnauthorized {
				resp.Header.Set("Www-Authenticate", challenge)
			}
			return resp, err
		})
	}
}
