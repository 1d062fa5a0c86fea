package admit_test

import (
	"net/http"
	"testing"

	"example.com/outbound/internal/admit"
	"example.com/outbound/middleware"
)

func BenchmarkSuccess(b *testing.B) {
	req := request(b.Context(), "https://api.example.com/users/42")
	resp := answer(req, 200)
	resp.Body = http.NoBody
	base := middleware.Func(func(*http.Request) (*http.Response, error) { return resp, nil })
	for name, p := range each() {
		if p.Rate != nil {
			p.Rate = everything().Rate // one that never waits
		}
		b.Run(name, func(b *testing.B) {
			a, err := admit.New(p, admit.Hooks{}, nil)
			if err != nil {
				b.Fatal(err)
			}
			rt := a.Layer()(base)
			b.ReportAllocs()
			for b.Loop() {
				_, _ = rt.RoundTrip(req)
			}
		})
	}
}
