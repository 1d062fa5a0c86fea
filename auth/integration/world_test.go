package integration_test

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"sync"
	"testing"
)

// world is every origin there is: what is sent to any host arrives here, over
// real connections, plain at the ports 80 and 8080, TLS at all others.
type world struct {
	plain, tls *httptest.Server

	mu   sync.Mutex
	at   map[string]http.HandlerFunc // by origin, as in "https://api.example.test"
	seen map[string][]string         // the requests as they came, by origin
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{at: map[string]http.HandlerFunc{}, seen: map[string][]string{}}
	w.plain, w.tls = httptest.NewServer(w), httptest.NewTLSServer(w)
	t.Cleanup(w.plain.Close)
	t.Cleanup(w.tls.Close)
	return w
}

func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	origin := "http://" + r.Host
	if r.TLS != nil {
		origin = "https://" + r.Host
	}
	dump, _ := httputil.DumpRequest(r, true)
	w.mu.Lock()
	w.seen[origin] = append(w.seen[origin], string(dump))
	h := w.at[origin]
	w.mu.Unlock()
	if h == nil { // somebody who would like to have credentials
		for _, c := range []string{`Basic realm="x"`, `Bearer error="invalid_token"`, `Digest realm="x", nonce="n", qop="auth"`} {
			rw.Header().Add("WWW-Authenticate", c)
		}
		rw.WriteHeader(http.StatusUnauthorized)
		return
	}
	h(rw, r)
}

// requests are those that came to an origin, as text.
func (w *world) requests(origin string) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen[origin]
}

// transport reaches the world.
func (w *world) transport(t *testing.T) *http.Transport {
	t.Helper()
	tr := &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
		DialContext: func(ctx context.Context, _, addr string) (net.Conn, error) {
			to := w.tls
			if _, port, _ := net.SplitHostPort(addr); port == "80" || port == "8080" {
				to = w.plain
			}
			return (&net.Dialer{}).DialContext(ctx, "tcp", to.Listener.Addr().String())
		},
	}
	t.Cleanup(tr.CloseIdleConnections)
	return tr
}
