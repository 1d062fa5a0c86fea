package shop

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// Handler serves POST /orders/{item}.
func (s *Shop) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /orders/{item}", s.order)
	return mux
}

func (s *Shop) order(w http.ResponseWriter, req *http.Request) {
	receipt, err := s.Order(req.Context(), req.PathValue("item"))
	if err != nil {
		fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(receipt)
}

// fail tells the customer no more than whether it is worth to come again.
func fail(w http.ResponseWriter, err error) {
	var he *outbound.HTTPError
	switch {
	case errors.Is(err, ErrNoSuchItem):
		http.Error(w, "no such item", http.StatusNotFound)
	case errors.Is(err, httperror.Canceled): // the customer has gone
	case errors.As(err, &he) && (he.Kind == httperror.ClientStatus || he.Kind == httperror.Decode):
		http.Error(w, "we do not understand each other", http.StatusBadGateway)
	default:
		if he != nil && he.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(he.RetryAfter.Seconds()))))
		}
		http.Error(w, "try again later", http.StatusServiceUnavailable)
	}
}
