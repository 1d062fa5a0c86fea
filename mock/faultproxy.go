package mock

import (
	"context"
	"net/http"
	"net/url"

	"example.com/outbound/httperror"
)

// ProxyUnreachable is a proxy that refuses connections: kind proxy.
func ProxyUnreachable() Reply {
	r := Refused()
	r.what, r.proxied = "proxy unreachable", true
	return r
}

// ProxyDenied is a proxy that answers with a status itself. For an https URL it
// refuses the tunnel: kind proxy, as on the client's built-in base. For an http
// URL the status is the answer.
func ProxyDenied(code int) Reply {
	r := Status(code)
	r.what, r.proxied = "proxy denies with "+r.what, true
	return r
}

// viaProxy lets rt send through a proxy, which is the other end of its
// connections then.
func viaProxy(rt *http.Transport) {
	rt.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: "proxy.test:3128"})
	rt.OnProxyConnectResponse = func(_ context.Context, proxy *url.URL, _ *http.Request, resp *http.Response) error {
		return &httperror.Error{
			Kind: httperror.Proxy, Delivery: httperror.NotSent,
			Err: &httperror.ProxyRefusal{Proxy: proxy.String(), Source: "WithProxy", StatusCode: resp.StatusCode},
		}
	}
}
