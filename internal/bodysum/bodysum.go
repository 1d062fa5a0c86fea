// Package bodysum sums up the body of a request that is about to be signed.
package bodysum

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
)

// ErrOnce is returned for a body that can be read only once: to sum it up would
// be to send none.
var ErrOnce = errors.New("a body that can be read only once cannot be signed")

// SHA256 is the SHA-256 of the body of req in hex, read through GetBody; of no
// bytes without a body.
func SHA256(req *http.Request) (string, error) {
	h := sha256.New()
	if req.Body != nil && req.Body != http.NoBody {
		if req.GetBody == nil {
			return "", ErrOnce
		}
		body, err := req.GetBody()
		if err != nil {
			return "", err
		}
		defer func() { _ = body.Close() }()
		if _, err := io.Copy(h, body); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
