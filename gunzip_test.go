package outbound_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
)

// zipped is s as a server that was asked for gzip sends it.
func zipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, s)
	_ = w.Close()
	return b.String()
}

// askingForGzip are the doors that read a body into memory, with the caller's
// own Accept-Encoding, under which net/http decodes nothing.
func askingForGzip(t *testing.T, code int, body string, check func(*testing.T, answer, error)) {
	t.Helper()
	for _, d := range doors[:2] {
		t.Run(d.name, func(t *testing.T) {
			base := testkit.Script(testkit.Content(code, "text/plain", body).With("Content-Encoding", "gzip"))
			c := newClient(t, outbound.WithMockTransport(base), outbound.WithMaxResponseBytes(1000))
			got, err := d.call(context.Background(), c, get(outbound.Header("Accept-Encoding", "gzip")))
			check(t, got, err)
			base.WantClosed(t)
		})
	}
}

func TestABodyThatTheCallerWantedZippedIsDecoded(t *testing.T) {
	askingForGzip(t, 200, zipped("hello"), func(t *testing.T, got answer, err error) {
		if err != nil || got.body != "hello" {
			t.Errorf("got %q, %v, want hello", got.body, err)
		}
	})
}

func TestTheLimitCountsDecodedBytesWhoeverDecodes(t *testing.T) {
	askingForGzip(t, 200, zipped(strings.Repeat("x", 1<<20)), func(t *testing.T, _ answer, err error) {
		wantKind(t, err, httperror.TooLarge)
	})
}

func TestAWronglyZippedBodyHasAKindWhoeverDecodes(t *testing.T) {
	whole := zipped(strings.Repeat("hello", 20))
	for _, body := range []string{"plain text that is long enough", "x", whole[:len(whole)-9]} {
		askingForGzip(t, 200, body, func(t *testing.T, _ answer, err error) {
			wantKind(t, err, httperror.Body)
		})
	}
}

func TestAWronglyZippedErrorPageStaysItsStatus(t *testing.T) {
	askingForGzip(t, 503, "plain text that is long enough", func(t *testing.T, _ answer, err error) {
		wantKind(t, err, httperror.ServerStatus)
	})
}
