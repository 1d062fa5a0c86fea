package main

import (
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

func TestAnExplanationFitsTheTerminal(t *testing.T) {
	e := &outbound.HTTPError{
		Kind: httperror.ServerStatus, Method: "GET", URL: "https://billing.example.com/invoices", StatusCode: 503, Attempts: 2, Delivery: httperror.Answered,
		History: []httperror.Attempt{{Number: 1, StatusCode: 503}, {Number: 2, StatusCode: 503}}, Reason: "attempts", Limit: "attempts 2",
	}
	text := e.Explain()
	words := strings.Join(strings.Fields(text), " ")
	for _, width := range []int{30, 40, 60, 80, 100} {
		got := fold(text, width)
		if joined := strings.Join(strings.Fields(got), " "); joined != words {
			t.Errorf("%d columns: the words have changed:\n%s", width, got)
		}
		for line := range strings.Lines(got) {
			line = strings.TrimSuffix(line, "\n")
			if n := cells(line); n > width && strings.Contains(strings.TrimSpace(line), " ") {
				t.Errorf("%d columns: a line has %d: %q", width, n, line)
			}
		}
	}
	if got := fold(text, 80); got != text {
		t.Errorf("80 columns: got\n%swant it as it was\n%s", got, text)
	}
	const row = "GET https://a.example failed.\n  Attempt 1   status 503 (no such\n              thing)\n  Next step   the server\n"
	if got, want := fold(row, 30), "GET https://a.example failed.\n  Attempt 1   status 503 (no\n              such thing)\n  Next step   the server\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
