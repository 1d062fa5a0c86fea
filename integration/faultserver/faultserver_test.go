package faultserver_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/outbound/integration/faultserver"
)

// TestNetHTTPSeesTheFault holds every step against plain net/http, so that a
// row of the fault table blames the library and not its server.
func TestNetHTTPSeesTheFault(t *testing.T) {
	const never = time.Minute
	for _, tt := range []struct {
		name    string
		step    faultserver.Step
		timeout time.Duration // of the request; never: it ends by itself
		status  int           // none: no response
		err     error         // of the request or the body, by errors.Is; nil: none
		body    string
	}{
		{"an answer", faultserver.JSON(`{"a":1}`), never, 200, nil, `{"a":1}`},
		{"compressed", faultserver.Gzip(`{"a":1}`), never, 200, nil, `{"a":1}`},
		{"reset at accept", faultserver.ResetAtAccept(), never, none, syscall.ECONNRESET, ""},
		{"reset at the first byte", faultserver.ResetAtFirstByte(), never, none, errAny, ""},
		{"reset in the response head", faultserver.ResetInHead(20), never, none, errAny, ""},
		{"head cut off in a field", faultserver.CutHead(30), never, none, io.ErrUnexpectedEOF, ""},
		{"closed without a byte", faultserver.CloseUnanswered(), never, none, io.EOF, ""},
		{"garbage", faultserver.Garbage(), never, none, errAny, ""},
		{"11 MiB of head", faultserver.HugeHead(11 << 20), never, none, errAny, ""},
		{"dripping head", faultserver.DripHead(time.Millisecond), 50 * time.Millisecond, none, context.DeadlineExceeded, ""},
		{"no answer", faultserver.Never(), 50 * time.Millisecond, none, context.DeadlineExceeded, ""},
		{"103 without end", faultserver.Informational(), never, none, errAny, ""},
		{"status 000", faultserver.Status(0), never, 0, nil, ""},
		{"status 999", faultserver.Status(999), never, 999, nil, ""},
		{"longer length than body", faultserver.LongLength(100, "{}"), never, 200, io.ErrUnexpectedEOF, "{}"},
		{"chunks without end", faultserver.EndlessChunked("{}"), never, 200, io.ErrUnexpectedEOF, "{}"},
		{"bad gzip", faultserver.BrokenGzip(strings.Repeat("x", 500)), never, 200, errAny, ""},
		{"plain as gzip", faultserver.PlainAsGzip(`{"a":"something longer"}`), never, 200, gzip.ErrHeader, ""},
		{"stalled body", faultserver.Stall(`{"a":1}`), 50 * time.Millisecond, 200, context.DeadlineExceeded, `{"a`},
		{"dripping body", faultserver.Drip(`{"a":1}`, time.Millisecond), never, 200, nil, `{"a":1}`},
		{"bad chunk size", faultserver.BadChunk(), never, 200, errAny, ""},
		{"redirect loop", faultserver.Loop(), never, 302, errAny, ""},
		{"redirect without Location", faultserver.Redirect(302, ""), never, 302, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := faultserver.Start(t, tt.step)
			base := &http.Transport{}
			ctx, cancel := context.WithTimeout(t.Context(), tt.timeout)
			defer cancel()

			status, body, err := get(ctx, &http.Client{Transport: base}, srv.URL+"/x")
			if status != tt.status || body != tt.body {
				t.Errorf("got status %d and body %q (%v), want %d and %q", status, body, err, tt.status, tt.body)
			}
			if !matches(err, tt.err) {
				t.Errorf("got error %v, want %v", err, tt.err)
			}
			base.CloseIdleConnections()
			srv.WaitIdle(t)
		})
	}
}

// none is the status of a request without a response.
const none = -1

var errAny = errors.New("any error")

func matches(got, want error) bool {
	if want == errAny {
		return got != nil
	}
	return errors.Is(got, want)
}

func get(ctx context.Context, c *http.Client, url string) (status int, body string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, "", err
	}
	status = none
	resp, err := c.Do(req)
	if resp != nil {
		status = resp.StatusCode
	}
	if err != nil {
		return status, "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return status, string(b), err
}
