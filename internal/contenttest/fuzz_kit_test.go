package contenttest

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/internal/doortest"
)

// catching is a base that catches the requests of one fuzzed call.
type catching struct{ got []*http.Request }

func (k *catching) RoundTrip(req *http.Request) (*http.Response, error) {
	k.got = append(k.got, req.Clone(req.Context()))
	if req.Body != nil {
		_, _ = io.Copy(io.Discard, req.Body)
		_ = req.Body.Close()
	}
	return &http.Response{StatusCode: 204, Status: "204 No Content", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
}

// guarded is a client whose base URL has credentials of every sort.
func guarded(f *testing.F) (*outbound.Client, *catching) {
	f.Helper()
	base := &catching{}
	return doortest.NewClient(f,
		outbound.WithMockTransport(base),
		outbound.WithBaseURL("https://user:"+doortest.Canary+"@home.test/v1"),
		outbound.WithAuth(auth.QueryKey("key", doortest.Canary)),
		outbound.WithAuth(auth.APIKey("X-Own-Key", doortest.Canary)),
		outbound.WithHeader("X-Api-Key", doortest.Canary),
		outbound.WithHeader("Cookie", "sid="+doortest.Canary),
	), base
}

// holdsCanary reports whether req would send it.
func holdsCanary(req *http.Request) bool {
	var head strings.Builder
	_ = req.Header.Write(&head)
	_, password, _ := req.BasicAuth() // of a user info
	return strings.Contains(req.URL.String()+req.Host+head.String()+password, doortest.Canary)
}
