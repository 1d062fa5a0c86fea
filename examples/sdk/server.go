package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
)

// server hands out tokens and tickets, each at the second try.
type server struct {
	*httptest.Server
	tokens, tickets atomic.Int32
}

func newServer() *server {
	s := &server{}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, _ *http.Request) {
		if s.tokens.Add(1) == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"access_token": "t1", "token_type": "Bearer", "expires_in": 3600}`)
	})
	mux.HandleFunc("GET /tickets/{id}", func(w http.ResponseWriter, r *http.Request) {
		switch {
		case s.tickets.Add(1) == 1:
			w.WriteHeader(http.StatusServiceUnavailable)
		case r.Header.Get("Authorization") != "Bearer t1":
			w.WriteHeader(http.StatusUnauthorized)
		case r.PathValue("id") != "7":
			w.WriteHeader(http.StatusNotFound)
		default:
			_, _ = io.WriteString(w, "the printer is on fire")
		}
	})
	s.Server = httptest.NewServer(mux)
	return s
}
