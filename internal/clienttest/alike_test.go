package clienttest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
)

// lastLine is the line of the call.
func lastLine(t *testing.T, log []byte) map[string]any {
	t.Helper()
	lines := bytes.Split(bytes.TrimSpace(log), []byte("\n"))
	var line map[string]any
	if err := json.Unmarshal(lines[len(lines)-1], &line); err != nil || line["message"] != "call failed" {
		t.Fatalf("got %v in %s, want the line of a failed call", err, log)
	}
	return line
}

func checkAlike(t *testing.T, he *outbound.HTTPError, reason, ended string, line map[string]any) {
	t.Helper()
	if he.Reason != reason {
		t.Errorf("got reason %q, want %q", he.Reason, reason)
	}
	if want := cmp.Or(reason, map[bool]string{true: "not_retryable", false: "retry_off"}[he.Kind == httperror.ClientStatus]); line["reason"] != want {
		t.Errorf("the log has reason %v, want %q", line["reason"], want)
	}
	if took, _ := line["duration_ms"].(float64); math.Abs(took-float64(he.Elapsed)/1e6) > 0.001 {
		t.Errorf("the log has %v ms, the error %v: want one reading of the clock", took, he.Elapsed)
	}
	limit, _ := line["limit"].(string)
	if line["attempts"] != float64(he.Attempts) || line["delivery"] != string(he.Delivery) || limit != he.Limit || he.Delivery == "" {
		t.Errorf("the log has %v, the error %d attempts, delivery %q and limit %q", line, he.Attempts, he.Delivery, he.Limit)
	}
	checkClauses(t, he, ended)
	explained := he.Explain()
	for _, row := range []string{"Client", "Request ID", "Failure", "Attempt", "Ended", "Limit", "Delivery", "Repeat", "Next step"} {
		_, rest, ok := strings.Cut(explained, "\n  "+row)
		if !ok && row != "Client" && row != "Limit" && (row != "Attempt" || he.Kind != httperror.Redirect) {
			t.Errorf("no row %q in its place:\n%s", row, he.Explain())
		}
		if ok {
			explained = "\n" + rest
		}
	}
}

// checkClauses holds the order of the clauses of a text.
func checkClauses(t *testing.T, he *outbound.HTTPError, ended string) {
	t.Helper()
	text := he.Error()
	delivery := map[httperror.Delivery]string{
		httperror.NotSent: "the request was not sent", httperror.MaybeProcessed: "the server may have processed it", httperror.Answered: "the server answered",
	}[he.Delivery]
	clauses := []string{" https://api.test/x: " + string(he.Kind) + ": ", "; " + ended}
	if ended == "" {
		clauses = clauses[:1]
	}
	if he.Attempts > 0 {
		clauses = append(clauses, ", request ID "+he.RequestID)
	}
	if strings.Count(text, delivery) != 1 {
		t.Errorf("%q is not in %q once", delivery, text)
	}
	if he.Kind != httperror.Auth { // whose cause says it
		clauses = append(clauses, "; "+delivery)
	}
	rest := text
	for _, clause := range clauses {
		_, after, ok := strings.Cut(rest, clause)
		if !ok {
			t.Errorf("%q is not in its place in %q", clause, text)
			return
		}
		rest = after
	}
}

func TestABodyThatIsTooLargeSaysItsLengthAndTheLogWhatWasRead(t *testing.T) {
	var log bytes.Buffer
	c, m := mock.New(t, outbound.WithBaseURL("https://api.test"), outbound.WithMaxResponseBytes(1024), outbound.WithLogger(zerolog.New(&log)))
	m.On("GET", "/x", mock.Text(200, strings.Repeat("x", 4096)))
	_, err := outbound.Get[string](t.Context(), c, "/x")
	if want := "the body has more than the 1 KiB that WithMaxResponseBytes allows: its Content-Length is 4 KiB"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q in it", err, want)
	}
	if n, _ := lastLine(t, log.Bytes())["bytes"].(float64); n <= 1024 {
		t.Errorf("the log has %v bytes, want more than the limit", n)
	}
}
