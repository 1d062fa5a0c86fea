package capture

import (
	"errors"
	"io"
	"net/http"
	"sync"

	"example.com/outbound/internal/redact"
)

// Bodies are the bodies of one attempt. It is safe for concurrent use.
type Bodies struct {
	mu       sync.Mutex // guards what follows
	request  part
	response part
	ended    bool
	then     func()
}

// answered begins the body of the response. A body that is no text is left alone.
func (b *Bodies) answered(resp *http.Response) {
	if resp == nil || resp.Body == nil || resp.Body == http.NoBody || resp.StatusCode == http.StatusSwitchingProtocols {
		b.end()
		return
	}
	b.mu.Lock()
	b.response.start(resp.Header, b.response.max)
	text := b.response.format != ""
	b.mu.Unlock()
	if !text {
		b.end()
		return
	}
	resp.Body = &tee{ReadCloser: resp.Body, bodies: b, into: &b.response, last: true}
}

// WhenEnded calls f once the body of the response has been read or closed: at
// once if it has been. A nil Bodies has none.
func (b *Bodies) WhenEnded(f func()) {
	if b == nil {
		f()
		return
	}
	b.mu.Lock()
	ended := b.ended
	if !ended {
		b.then = f
	}
	b.mu.Unlock()
	if ended {
		f()
	}
}

// Texts are the bodies with the values of names hidden, "" for one that was not
// kept.
func (b *Bodies) Texts(names *redact.Names) (request, response string) {
	if b == nil {
		return "", ""
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.request.text(names), b.response.text(names)
}

func (b *Bodies) end() {
	b.mu.Lock()
	then := b.then
	b.ended, b.then = true, nil
	b.mu.Unlock()
	if then != nil {
		then()
	}
}

// tee is a body whose reader is read along with.
type tee struct {
	io.ReadCloser
	bodies *Bodies
	into   *part
	last   bool // its end is that of the bodies
}

func (t *tee) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	t.bodies.mu.Lock()
	t.into.add(p[:n], errors.Is(err, io.EOF))
	t.bodies.mu.Unlock()
	if err != nil && t.last {
		t.bodies.end()
	}
	return n, err
}

func (t *tee) Close() error {
	err := t.ReadCloser.Close()
	if t.last {
		t.bodies.end()
	}
	return err
}
