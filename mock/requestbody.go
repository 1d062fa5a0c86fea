package mock

import "io"

// teed is the request body of an exchange, noted as it is read.
type teed exchange

func (b *teed) Read(p []byte) (int, error) {
	n, err := b.rc.Read(p)
	b.mu.Lock()
	b.read.Write(p[:n])
	b.mu.Unlock()
	return n, err
}

func (b *teed) Close() (err error) {
	b.once.Do(func() {
		err = b.rc.Close()
		close(b.shut)
	})
	return err
}

// timed is a response body whose use belongs to the attempt.
type timed struct {
	io.ReadCloser
	x *exchange
}

func (b *timed) Read(p []byte) (int, error) {
	defer b.x.touch()
	return b.ReadCloser.Read(p)
}

// broken is a body that cannot be read.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }
