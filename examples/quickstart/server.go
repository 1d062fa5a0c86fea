package main

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
)

// startServer starts a server on a free port of the loopback interface. Its only
// user is 42, whom it returns after three failures of three kinds.
func startServer() *httptest.Server {
	var n atomic.Int32
	mux := http.NewServeMux()
	mux.HandleFunc("GET /users/42", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch n.Add(1) {
		case 1: // busy
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
		case 2: // half an answer
			w.Header().Set("Content-Length", "64")
			_, _ = io.WriteString(w, `{"id":42,`)
		case 3: // no answer
			panic(http.ErrAbortHandler)
		default:
			_, _ = io.WriteString(w, `{"id":42,"name":"Ada"}`)
		}
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `{"type":"about:blank","title":"No such user","status":404}`)
	})
	server := httptest.NewUnstartedServer(mux)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	return server
}
