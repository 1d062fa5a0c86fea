package middleware_test

import (
	"errors"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"

	"example.com/outbound/httperror"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/layertest"
)

func TestEveryLayerKeepsTheContract(t *testing.T) {
	home := &url.URL{Scheme: "https", Host: "layertest.example"}
	fields := http.Header{"X-Key": {"k"}, "User-Agent": {"test"}}
	for name, layer := range map[string]middleware.Layer{
		"Headers at home":      middleware.Headers(fields, home),
		"Headers away":         middleware.Headers(fields, &url.URL{Scheme: "https", Host: "other.example"}),
		"Headers with no home": middleware.Headers(fields, nil),
		"RequestID":            middleware.RequestID("X-Request-Id"),
		"IdempotencyKey":       middleware.IdempotencyKey(),
		"Own":                  middleware.Own(),
		"Before":               adding("1"),
		"Before that refuses": middleware.Before(func(*http.Request) (*http.Request, error) {
			return nil, &httperror.Error{Kind: httperror.Request, Err: errors.New("not today")}
		}),
		"Before that has nothing": middleware.Before(func(*http.Request) (*http.Request, error) {
			return nil, nil // as somebody may do
		}),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { layertest.Run(t, layer) })
		})
	}
}
