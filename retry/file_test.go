package retry_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"testing"

	"example.com/outbound/retry"
)

// An attempt may be answered before its body was read to the end.
func TestAFileIsOpenAsLongAsSomebodyReadsIt(t *testing.T) {
	f := &still{Reader: bytes.NewReader(big)}
	layer, err := retry.New(retry.Policy{Wait: retry.Constant(0)})
	if err != nil {
		t.Fatal(err)
	}
	base := &lazy{}
	resp, err := layer(base).RoundTrip(request(t, "PUT", f))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	for _, body := range base.bodies {
		want(t, "closed", f.closed, 0)
		got, err := io.ReadAll(body)
		want(t, "error", err, nil)
		want(t, "the body, read late", bytes.Equal(got, big), true)
		want(t, "closing it", errors.Join(body.Close(), body.Close()), nil)
	}
	want(t, "closed", f.closed, 1)
}

// still is a file in memory.
type still struct {
	*bytes.Reader
	closed int
}

func (s *still) Close() error { s.closed++; return nil }

// lazy is a base that answers a 503 and then a 200 and leaves the bodies unread.
type lazy struct{ bodies []io.ReadCloser }

func (l *lazy) RoundTrip(req *http.Request) (*http.Response, error) {
	l.bodies = append(l.bodies, req.Body)
	return &http.Response{StatusCode: []int{503, 200}[len(l.bodies)-1], Header: http.Header{}, Body: http.NoBody, Request: req}, nil
}
