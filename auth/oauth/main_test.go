package oauth_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"time"

	"example.com/outbound/auth/oauth"
)

const tokenURL = "https://login.example.com/token"

// endpoint is a token endpoint without a network: it answers with its script in
// turn, the last answer repeated.
type endpoint struct {
	mu     sync.Mutex
	script []http.HandlerFunc
	forms  []url.Values
	users  []string // user:password of the Authorization field
}

func (e *endpoint) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.ParseForm(); err != nil {
		return nil, err
	}
	e.mu.Lock()
	answer := e.script[min(len(e.forms), len(e.script)-1)]
	user, password, ok := req.BasicAuth()
	if ok {
		user += ":" + password
	}
	e.forms, e.users = append(e.forms, req.PostForm), append(e.users, user)
	e.mu.Unlock()
	w := httptest.NewRecorder()
	answer(w, req)
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	if w.Code == 0 || w.Code == 599 {
		return nil, fmt.Errorf("dial tcp: %w", errRefused)
	}
	resp := w.Result()
	resp.Request = req
	return resp, nil
}

func (e *endpoint) client() oauth.Option { return oauth.HTTPClient(&http.Client{Transport: e}) }

func (e *endpoint) asked() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.forms)
}

// token answers with a token of the given life in seconds.
func token(value string, life int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"access_token":%q,"token_type":"bearer","expires_in":%d}`, value, life)
	}
}

// status answers with a status and a body.
func status(code int, contentType, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		fmt.Fprint(w, body)
	}
}

// code answers with an error of RFC 6749.
func code(name, description string) http.HandlerFunc {
	return status(400, "application/json", fmt.Sprintf(`{"error":%q,"error_description":%q}`, name, description))
}

func html(code int) http.HandlerFunc {
	return status(code, "text/html", "<html><body>a page of html</body></html>")
}

// unreachable is an endpoint that takes no connection.
func unreachable(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(599) }

// silent is an endpoint that never answers.
func silent(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() }

// slow answers like next after d.
func slow(d time.Duration, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		select {
		case <-time.After(d):
			next(w, req)
		case <-req.Context().Done():
		}
	}
}
