package coding

import (
	"io"
	"strings"

	"github.com/andybalholm/brotli"

	"example.com/outbound"
)

// Brotli asks for and decodes the content coding br (RFC 7932). Decoding takes about
// the window in memory, which is at most 16 MiB (RFC 7932, section 9.1): a body with
// the larger windows of RFC 9841 has the kind body.
func Brotli() outbound.Option { return outbound.WithCoding("br", newBrotli) }

func newBrotli(r io.Reader) (io.ReadCloser, error) {
	return &reader{io.NopCloser(brotli.NewReader(r)), constantBrotli}, nil
}

// constantBrotli returns err as an error that may be printed if it is one of package
// brotli, whose texts are all constant.
func constantBrotli(err error) error {
	if strings.HasPrefix(err.Error(), "brotli: ") {
		return constantError{err}
	}
	return err
}
