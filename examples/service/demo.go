package main

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"example.com/outbound/examples/service/shop"
)

// startUpstreams starts a catalog and a billing service, and names them in cfg.
func startUpstreams(cfg *shop.Config) (*http.Server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	cfg.CatalogURL, cfg.BillingURL = "http://"+l.Addr().String()+"/catalog", "http://"+l.Addr().String()+"/billing"
	cfg.BillingID, cfg.BillingSecret = "shop", "not-a-secret"
	s := &http.Server{Handler: upstreams(), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = s.Serve(l) }()
	return s, nil
}

// upstreams are a catalog that is slow and fails now and then, and a billing
// service.
func upstreams() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /catalog/items/{id}", func(w http.ResponseWriter, req *http.Request) {
		time.Sleep(time.Duration(5+rand.IntN(60)) * time.Millisecond)
		switch n := rand.IntN(10); {
		case req.PathValue("id") == "gold":
			http.Error(w, "no such item", http.StatusNotFound)
		case n < 2:
			w.Header().Set("Retry-After", "1")
			http.Error(w, "busy", http.StatusServiceUnavailable)
		case n == 2:
			panic(http.ErrAbortHandler) // the connection breaks
		default:
			answer(w, map[string]any{"cents": 250})
		}
	})
	mux.HandleFunc("POST /billing/token", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"access_token": "demo", "expires_in": 30})
	})
	mux.HandleFunc("POST /billing/charges", func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(time.Duration(20+rand.IntN(80)) * time.Millisecond)
		if rand.IntN(6) == 0 {
			http.Error(w, "try again", http.StatusBadGateway)
			return
		}
		answer(w, map[string]any{"id": "c-1"})
	})
	return mux
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// customers order something at the shop every second or so, until ctx ends.
func customers(ctx context.Context, shopURL string) {
	items := []string{"tea", "coffee", "sugar", "milk", "bread", "gold"}
	for {
		select {
		case <-time.After(time.Duration(500+rand.IntN(1000)) * time.Millisecond):
		case <-ctx.Done():
			return
		}
		go order(ctx, shopURL, items[rand.IntN(len(items))])
	}
}

func order(ctx context.Context, shopURL, item string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, shopURL+"/orders/"+item, nil)
	if err != nil {
		return
	}
	if resp, err := http.DefaultClient.Do(req); err == nil {
		_ = resp.Body.Close()
	}
}
