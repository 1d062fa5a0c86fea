// Package identity names credentials without showing them.
package identity

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// Of is a name for the credentials that parts make up: the first 128 bits of a
// SHA-256 in hex. Equal parts have the same name in every process. A name is no
// secret, but whoever sees it can try passwords on it: it is not for logs.
func Of(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		_, _ = h.Write(binary.AppendUvarint(nil, uint64(len(part)))) // "a", "bc" is not "ab", "c"
		_, _ = h.Write([]byte(part))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
