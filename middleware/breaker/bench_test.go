package breaker_test

import (
	"testing"

	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware/breaker"
)

func BenchmarkSuccess(b *testing.B) {
	br, err := breaker.New(breaker.Policy{})
	if err != nil {
		b.Fatal(err)
	}
	req := testkit.Get(b, "https://a.test/")
	b.ReportAllocs()
	for b.Loop() {
		sending(br, req, good)
	}
}
