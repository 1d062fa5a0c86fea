package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
)

// newServer is billing, which fails at first, and search, which fails three times.
func newServer() *httptest.Server {
	var invoices, searches atomic.Int32
	mux := http.NewServeMux()
	mux.HandleFunc("POST /billing/invoices", func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Authorization") != "Bearer t1" || r.Header.Get("Idempotency-Key") == "":
			w.WriteHeader(http.StatusBadRequest)
		case invoices.Add(1) < 3:
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"id": "2026-1", "cents": 1250}`)
		}
	})
	mux.HandleFunc("GET /search/all", func(w http.ResponseWriter, _ *http.Request) {
		if searches.Add(1) <= 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	return httptest.NewServer(mux)
}
