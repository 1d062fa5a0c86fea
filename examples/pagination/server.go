package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
)

// newServer has a list of five in pages of two. The second page is not to be had
// at first.
func newServer() *httptest.Server {
	names := []string{"anvil", "bellows", "crucible", "die", "ember"}
	var requests atomic.Int32
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) == 2 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		page := 1
		_, _ = fmt.Sscan(r.FormValue("page"), &page)
		from := min((page-1)*2, len(names))
		to := min(from+2, len(names))
		if to < len(names) {
			w.Header().Set("Link", fmt.Sprintf(`</repos?page=1>; rel="first", </repos?page=%d>; rel="next"`, page+1))
		}
		var repos []Repository
		for _, name := range names[from:to] {
			repos = append(repos, Repository{name})
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(repos)
	}))
}
