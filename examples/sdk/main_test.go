package main

import (
	"strings"
	"testing"
)

func TestTheProgramSaysWhatItDid(t *testing.T) {
	var out strings.Builder
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	const want = `ticket 7: the printer is on fire
ticket 8: 404 Not Found after 1 attempt
the server had 2 requests for a token and 3 for tickets
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}
