package body

// Fetched is the number of bytes that were read of the connection's body, those
// included that were read ahead.
func (b *Body) Fetched() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.fetched
}
