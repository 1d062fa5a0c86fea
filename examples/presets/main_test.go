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
search: 503 Service Unavailable, gave up after 2 attempts
a mistake: services.yaml:29:17: search: retry.attempts: "three" is neither a whole number of 1 or more nor unlimited
search: answered, error <nil>
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}
