package auth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

var errEmptyFile = errors.New("the file is empty")

// File is the token in a file, without a byte order mark and the white space around
// it, as Kubernetes projects one and renews it in place. The file's time is
// compared before every request, and the file is read when it has changed: its
// tokens have no life of their own in [Tokens]. While the file cannot be read, or
// is empty in the middle of a change, the last token is used; the server says when
// that has expired.
func File(path string) TokenSource {
	f := &watched{path: path}
	var (
		mu   sync.Mutex
		last string
	)
	return func(context.Context) (Token, error) {
		mu.Lock()
		defer mu.Unlock()
		data, changed, err := f.read()
		switch value := string(bytes.TrimSpace(data)); {
		case err == nil && changed && value != "":
			last = value
		case last != "":
		case err != nil:
			return Token{}, fmt.Errorf("read token: %w", err)
		default:
			return Token{}, fmt.Errorf("read token: %s: %w", path, errEmptyFile)
		}
		return Token{Value: last, Expiry: time.Now()}, nil
	}
}
