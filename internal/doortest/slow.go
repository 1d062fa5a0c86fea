package doortest

import (
	"io"
	"net/http"
	"time"

	"example.com/outbound/internal/testkit"
)

// Still is a body that delivers some bytes and then none until it is closed or
// the context of its request ends.
func Still(some string) testkit.Reply {
	return func(req *http.Request) (*http.Response, error) {
		r, w := io.Pipe()
		go func() { _, _ = io.WriteString(w, some) }()
		return testkit.Text(200, "").Body(r)(req)
	}
}

// Dripping delivers a byte a second.
type Dripping struct{ Left int }

func (d *Dripping) Read(p []byte) (int, error) {
	if d.Left == 0 {
		return 0, io.EOF
	}
	time.Sleep(time.Second) // virtual
	d.Left--
	p[0] = '.'
	return 1, nil
}

func (d *Dripping) Close() error { return nil }
