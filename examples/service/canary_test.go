package main

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// leaky is an upstream that has the canary in everything it sends, and fails in
// several ways first.
func leaky(canary string) http.Handler {
	var prices, charges, tokens atomic.Int64
	mux := http.NewServeMux()
	leak := func(w http.ResponseWriter, status int) {
		w.Header().Set("Set-Cookie", "session="+canary)
		w.Header().Set("X-Api-Key", canary)
		w.Header().Set("Www-Authenticate", `Bearer error_description="`+canary+`"`)
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, `{"password":%q,"cents":250,"id":"c-1"}`, canary)
	}
	mux.HandleFunc("GET /catalog/items/{id}", func(w http.ResponseWriter, req *http.Request) {
		switch prices.Add(1) {
		case 1:
			leak(w, http.StatusServiceUnavailable)
		case 2:
			w.Header().Set("Location", "http://user:"+canary+"@"+req.Host+"/catalog/moved?code="+canary+"&"+canary+"#"+canary)
			leak(w, http.StatusFound)
		default:
			panic(http.ErrAbortHandler)
		}
	})
	mux.HandleFunc("GET /catalog/moved", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		leak(w, http.StatusOK)
	})
	mux.HandleFunc("POST /billing/token", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"access_token": fmt.Sprint(canary, tokens.Add(1)), "expires_in": 600, "refresh_token": canary})
	})
	mux.HandleFunc("POST /billing/charges", func(w http.ResponseWriter, _ *http.Request) {
		switch charges.Add(1) {
		case 1:
			leak(w, http.StatusUnauthorized)
		case 2:
			leak(w, http.StatusBadGateway)
		default:
			w.Header().Set("Content-Type", "application/json")
			leak(w, http.StatusOK)
		}
	})
	return mux
}

func TestASecretPlantedEverywhereShowsInNoneOfWhatTheServiceTells(t *testing.T) {
	const canary = "c4n4ry"
	s := newScene(t, canary, leaky(canary))
	header := http.Header{"Authorization": {"Bearer " + canary}, "Cookie": {"session=" + canary}, "Baggage": {"session=" + canary}, "X-Forwarded-For": {canary}}
	for i, want := range []int{http.StatusCreated, http.StatusServiceUnavailable} {
		if status := s.order(t, "tea?token="+canary, header); status != want {
			t.Errorf("order %d: got status %d, want %d", i+1, status, want)
		}
	}
	places := s.everything(t, 5)
	for place, text := range places {
		if at := strings.Index(text, canary); at >= 0 {
			t.Errorf("%s shows it: …%q", place, text[max(0, at-200):min(len(text), at+20)])
		}
	}
	for place, want := range map[string]string{
		"the log": `"status":502`, "the collector": "xxxxx", "/traces": "code=xxxxx", "/metrics": "outbound_retries_total{", "the HAR file": "xxxxx", "/outbound/calls/text": "reset",
	} {
		if !strings.Contains(places[place], want) {
			t.Errorf("the calls did not go their way: %s does not say %q:\n%.4000s", place, want, places[place])
		}
	}
}
