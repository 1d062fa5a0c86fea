package layertest_test

import (
	"errors"
	"net/http"

	"golang.org/x/oauth2"

	"example.com/outbound/middleware"
)

type (
	roundTripper = http.RoundTripper
	request      = http.Request
	response     = http.Response
)

// sound are layers of every build that keep the contract.
func sound() map[string]middleware.Layer {
	return map[string]middleware.Layer{
		"it does nothing":                                func(next roundTripper) roundTripper { return next },
		"it writes to a copy":                            sets,
		"it refuses everything":                          refuses,
		"it repeats with a wait that the caller may end": repeats,
		"it bounds the request until its body is closed": bounds,
		"it compresses the body and says so":             compresses,
		"it opens a breaker":                             breaks,
		"it is oauth2's":                                 oauth2s,
	}
}

func sets(next roundTripper) roundTripper {
	return middleware.Func(func(req *request) (*response, error) {
		req = req.Clone(req.Context())
		req.Header.Set("X-Mine", "1")
		return next.RoundTrip(req)
	})
}

func refuses(roundTripper) roundTripper {
	return middleware.Func(func(req *request) (*response, error) {
		return middleware.Refuse(req, "request", errors.New("no"))
	})
}

func oauth2s(next roundTripper) roundTripper {
	return &oauth2.Transport{Base: next, Source: oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "t"})}
}
