package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
)

const archiveSize = 8 << 20

// newServer has a file of 8 MiB. It hangs up in the middle of the first answer.
func newServer() *httptest.Server {
	var requests atomic.Int32
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		body := bytes.Repeat([]byte("x"), archiveSize)
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		if requests.Add(1) == 1 {
			_, _ = w.Write(body[:archiveSize/2])
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write(body)
	}))
}
