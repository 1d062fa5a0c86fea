package mock

// recordedBody is the request body of an exchange, recorded as it is read.
type recordedBody exchange

func (b *recordedBody) Read(p []byte) (int, error) {
	n, err := b.body.Read(p)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.length += int64(n)
	b.kept = append(b.kept, p[:max(min(int64(n), b.keep-int64(len(b.kept))), 0)]...)
	return n, err
}

func (b *recordedBody) Close() (err error) {
	b.once.Do(func() {
		err = b.body.Close()
		close(b.closed)
	})
	return err
}

// broken is a body that cannot be read.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }
