package admit

import (
	"io"
	"sync"
)

// body holds the slot of a request until the response body has ended.
type body struct {
	io.ReadCloser
	once sync.Once
	sent sent
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		b.once.Do(b.sent.end)
	}
	return n, err
}

func (b *body) Close() error {
	defer b.once.Do(b.sent.end)
	return b.ReadCloser.Close()
}
