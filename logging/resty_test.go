package logging_test

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"testing"

	"github.com/go-resty/resty/v2"
	"github.com/rs/zerolog"

	"example.com/outbound"
)

// Whatever resty has to warn of, it says nothing: neither on the output of the
// process nor in the log.
func TestRestyNeverLogsByItself(t *testing.T) {
	var log bytes.Buffer
	out := outputs(t, func() {
		refused := func(rc *resty.Client) {
			rc.SetRedirectPolicy("no policy")
			rc.SetRootCertificate("no such file")
			rc.SetRootCertificateFromString("no certificate")
			rc.SetClientRootCertificate("no such file")
			rc.SetProxy(":")
		}
		if _, err := outbound.New(outbound.WithResty(refused)); err == nil {
			t.Error("got no error")
		}
		allowed := func(rc *resty.Client) {
			rc.SetDebug(true)
			for range 2 { // the second warns of the first
				rc.SetPreRequestHook(func(*resty.Client, *http.Request) error { return nil })
				rc.OnRequestLog(func(*resty.RequestLog) error { return nil })
				rc.OnResponseLog(func(*resty.ResponseLog) error { return nil })
			}
		}
		base := script(status(500, `{`, "Content-Type", "application/json"), status(200, `{"a":`), status(200, `<a`, "Content-Type", "application/xml"))
		c := client(t, base, zerolog.New(&log).Level(zerolog.Disabled), nil, outbound.WithResty(allowed))
		for range 3 {
			r := c.R(ctx()).SetBasicAuth("user", "password").SetDebug(true).EnableTrace().SetResult(&struct{}{}).SetError(&struct{}{})
			_, _ = r.Post("http://h/x")
			_, _ = c.R(ctx()).SetFile("f", "no such file").SetQueryString("%zz").Post("http://h/x")
			_, _ = c.R(ctx()).SetBody(func() {}).Post("http://h/x")
			_, _ = outbound.Get[struct{}](ctx(), c, "/x")
		}
	})
	if len(out) > 0 || log.Len() > 0 {
		t.Errorf("the output of the process is %q, the log %q", out, &log)
	}
}

// outputs is what f writes to the standard output and error.
func outputs(t *testing.T, f func()) []byte {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, stderr := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = w, w
	defer func() { os.Stdout, os.Stderr = stdout, stderr }()
	written := make(chan []byte)
	go func() {
		all, _ := io.ReadAll(r) // until w is closed
		written <- all
	}()
	f()
	_ = w.Close()
	return <-written
}
