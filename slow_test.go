package outbound_test

import (
	"io"
	"net/http"
	"time"

	"example.com/outbound/internal/testkit"
)

// still is a body that delivers some bytes and then none until it is closed or
// the context of its request ends.
func still(some string) testkit.Reply {
	return func(req *http.Request) (*http.Response, error) {
		r, w := io.Pipe()
		go func() { _, _ = io.WriteString(w, some) }()
		return testkit.Text(200, "").Body(r)(req)
	}
}

// dripping delivers a byte a second.
type dripping struct{ left int }

func (d *dripping) Read(p []byte) (int, error) {
	if d.left == 0 {
		return 0, io.EOF
	}
	time.Sleep(time.Second) // virtual
	d.left--
	p[0] = '.'
	return 1, nil
}

func (d *dripping) Close() error { return nil }
