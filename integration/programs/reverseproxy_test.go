package programs_test

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/http/httputil"
	"net/textproto"
	"net/url"
	"testing"
)

// proxyTo starts a reverse proxy to backend on the bare transport of hc.
func proxyTo(t *testing.T, backend *httptest.Server, hc *http.Client) *httptest.Server {
	t.Helper()
	target, err := url.Parse(backend.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Transport: hc.Transport,
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(target) },
		ErrorLog:  quiet,
	}
	return serve(t, proxy.ServeHTTP)
}

// ask sends a request to the front of a proxy, with net/http, and follows no
// redirect.
func ask(t *testing.T, method, url string, body io.Reader, header ...string) *http.Response {
	t.Helper()
	return askWith(t, soon(t), method, url, body, header...)
}

func askWith(t *testing.T, ctx context.Context, method, url string, body io.Reader, header ...string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header[header[i]] = []string{header[i+1]}
	}
	hc := aFewSeconds.standard(t, loopback)
	hc.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := hc.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

func TestReverseProxyPassesEarlyHintsOn(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		backend := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Link", "</style.css>; rel=preload")
			w.WriteHeader(http.StatusEarlyHints)
			io.WriteString(w, "page")
		})
		front := proxyTo(t, backend, open(t, loopback))
		var hints []int
		ctx := httptrace.WithClientTrace(soon(t), &httptrace.ClientTrace{
			Got1xxResponse: func(code int, header textproto.MIMEHeader) error {
				hints = append(hints, code)
				return nil
			},
		})
		resp := askWith(t, ctx, "GET", front.URL, nil)
		if text, err := io.ReadAll(resp.Body); err != nil || string(text) != "page" || len(hints) != 1 || hints[0] != http.StatusEarlyHints {
			t.Errorf("got %q, %v, hints %v, want one 103", text, err, hints)
		}
	})
}

func TestReverseProxyPassesTrailersOn(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		backend := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Trailer", "Announced")
			write(w, "text")
			w.Header().Set("Announced", "a")
			w.Header().Set(http.TrailerPrefix+"Unannounced", "u")
		})
		front := proxyTo(t, backend, open(t, loopback))
		resp := ask(t, "GET", front.URL, nil)
		if text, err := io.ReadAll(resp.Body); err != nil || string(text) != "text" {
			t.Fatalf("got %q, %v", text, err)
		}
		if resp.Trailer.Get("Announced") != "a" || resp.Trailer.Get("Unannounced") != "u" {
			t.Errorf("got the trailers %v", resp.Trailer)
		}
	})
}

func TestReverseProxyLeavesACompressedBodyAndTheUserAgentAlone(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		backend := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if got, sent := r.Header["User-Agent"]; sent {
				t.Errorf("the backend got the user agent %q, the user sent none", got)
			}
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			io.WriteString(z, "compressed")
			z.Close()
		})
		front := proxyTo(t, backend, open(t, loopback))
		resp := ask(t, "GET", front.URL, nil, "Accept-Encoding", "gzip", "User-Agent", "")
		if resp.Header.Get("Content-Encoding") != "gzip" {
			t.Fatalf("got the headers %v, want Content-Encoding gzip", resp.Header)
		}
		z, err := gzip.NewReader(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(z); err != nil || string(text) != "compressed" {
			t.Errorf("got %q, %v", text, err)
		}
	})
}
