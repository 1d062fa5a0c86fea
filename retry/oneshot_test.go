package retry_test

import (
	"io"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

func TestABodyThatCannotBeReadAgainIsSentOnce(t *testing.T) {
	empty, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer empty.Close()
	tests := map[string]io.Reader{
		"a stream":                       io.MultiReader(strings.NewReader("once")),
		"a pipe":                         pipe(t, "once"),
		"a device that says it is empty": empty,
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, events := record(retry.Policy{})
				base := play(step{status: 503, body: strings.NewReader("sorry")})
				resp, err := client(t, base, p).HTTP().Do(request(t, "PUT", body))
				if err != nil {
					t.Fatal(err)
				}
				answer, _ := io.ReadAll(resp.Body)
				_ = resp.Body.Close()
				want(t, "the answer", string(answer), "sorry")
				want(t, "requests sent", len(base.sent), 1)
				wantNotes(t, events, "try1", "giveup1 body")
			})
		})
	}
}

// pipe is a file that cannot seek.
func pipe(t *testing.T, text string) io.Reader {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.WriteString(text); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func TestWithoutABodyThereIsNothingToReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := play(status(503, 200)...)
		resp, err := client(t, base, retry.Policy{}).HTTP().Do(request(t, "PUT", nil))
		if err != nil {
			t.Fatal(err)
		}
		want(t, "status", resp.StatusCode, 200)
		_ = resp.Body.Close()
	})
}

func TestTheLastAnswerSurvivesABodyThatCannotBeOpenedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, events := record(retry.Policy{})
		base := play(step{status: 503, body: strings.NewReader("sorry")})
		req := request(t, "PUT", strings.NewReader("x"))
		req.GetBody = func() (io.ReadCloser, error) { return nil, errBoom }
		_, err := client(t, base, p).Do(req)
		e := failed(t, err)
		want(t, "kind", e.Kind, httperror.ServerStatus)
		want(t, "body", string(e.Body), "sorry")
		want(t, "reason", e.Reason, string(retry.BodyNotReplayable))
		wantNotes(t, events, "try1", "giveup1 body")
	})
}
