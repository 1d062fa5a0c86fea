// Package idp is an OAuth2 authorization server for tests, with an API that its
// tokens open: the grants client_credentials and refresh_token (rotating, with
// detection of reuse), expiry, revocation, and faults on demand.
package idp

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// The client that the server knows.
const (
	ClientID     = "billing"
	ClientSecret = "idp-s3cret-canary"
)

// Server is the authorization server. The zero value issues tokens that do not
// expire. It is safe for concurrent use; set its fields before.
type Server struct {
	Life    time.Duration // of an access token
	Latency time.Duration // before each answer of the token endpoint

	mu      sync.Mutex
	fault   http.HandlerFunc
	issued  int
	asked   int
	expiry  map[string]time.Time // of the access tokens that are good
	refresh string               // the one refresh token that is good
	refused int                  // requests to the API with a bad token
}

// Fault makes the token endpoint answer with f until it is nil again.
func (s *Server) Fault(f http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// Revoke makes every access token bad.
func (s *Server) Revoke() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.expiry)
}

// NewRefreshToken issues the first refresh token.
func (s *Server) NewRefreshToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refresh = "refresh-s3cret-canary-0"
	return s.refresh
}

// Asked is the number of requests to the token endpoint.
func (s *Server) Asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// Refused is the number of requests to the API with a bad token.
func (s *Server) Refused() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refused
}

// Token is the token endpoint (RFC 6749, section 3.2).
func (s *Server) Token(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm() // the server sees that a client has gone only after its body
	s.mu.Lock()
	s.asked++
	fault := s.fault
	s.mu.Unlock()
	select {
	case <-time.After(s.Latency):
	case <-r.Context().Done():
		return
	}
	if fault != nil {
		fault(w, r)
		return
	}
	user, password, ok := r.BasicAuth()
	if !ok || user != ClientID || password != ClientSecret {
		fail(w, "invalid_client")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch r.PostFormValue("grant_type") {
	case "client_credentials":
		s.issue(w, "")
	case "refresh_token":
		if old := r.PostFormValue("refresh_token"); old != s.refresh {
			s.refresh = "" // used twice: somebody has stolen it (RFC 9700, section 4.14.2)
			fail(w, "invalid_grant")
			return
		}
		s.refresh = fmt.Sprintf("refresh-s3cret-canary-%d", s.issued+1)
		s.issue(w, s.refresh)
	default:
		fail(w, "unsupported_grant_type")
	}
}

func (s *Server) issue(w http.ResponseWriter, refresh string) {
	s.issued++
	token := fmt.Sprintf("access-s3cret-canary-%d", s.issued)
	answer := map[string]any{"access_token": token, "token_type": "bearer"}
	end := time.Now().Add(1000 * time.Hour)
	if s.Life > 0 {
		end = time.Now().Add(s.Life)
		answer["expires_in"] = int(s.Life / time.Second)
	}
	if refresh != "" {
		answer["refresh_token"] = refresh
	}
	if s.expiry == nil {
		s.expiry = map[string]time.Time{}
	}
	s.expiry[token] = end
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

func fail(w http.ResponseWriter, code string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)
	_, _ = fmt.Fprintf(w, `{"error":%q,"error_description":"sent was %s"}`, code, ClientSecret)
}

// API answers 200 to requests with a good token, else 401 (RFC 6750, section 3).
func (s *Server) API(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var token string
	_, _ = fmt.Sscanf(r.Header.Get("Authorization"), "Bearer %s", &token)
	if end, ok := s.expiry[token]; !ok || !time.Now().Before(end) {
		s.refused++
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	_, _ = fmt.Fprint(w, "welcome")
}
