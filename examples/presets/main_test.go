package main

import (
	"strings"
	"testing"
)

func TestTheProgramSaysWhatItDid(t *testing.T) {
	server := newServer()
	defer server.Close()
	t.Setenv("BILLING_URL", server.URL+"/billing")
	t.Setenv("SEARCH_URL", server.URL+"/search")
	t.Setenv("BILLING_TOKEN", "t1")
	var out strings.Builder
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	const want = `billing: invoice 2026-1 of 1250 cents
search: no answer in time
a mistake: services.yaml:27:22: search: attempt_timeout: 900 has no unit: write 900s or 900ms
search: answered, error <nil>
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}
