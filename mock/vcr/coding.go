package vcr

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// maxBody is the most that a body may have once it is decoded, in bytes.
const maxBody = 64 << 20

// decode returns body without the content codings that h names (RFC 9110,
// section 8.4): in a body that cannot be read no secret can be found.
func decode(h http.Header, body []byte) ([]byte, error) {
	if len(body) == 0 {
		return body, nil
	}
	_, params, _ := mime.ParseMediaType(h.Get("Content-Type"))
	if charset := strings.ToLower(params["charset"]); strings.HasPrefix(charset, "utf-16") || strings.HasPrefix(charset, "utf-32") || strings.HasPrefix(charset, "utf-7") {
		return nil, fmt.Errorf("a body in the charset %s cannot be searched for secrets", charset)
	}
	codings := strings.Split(strings.Join(h.Values("Content-Encoding"), ","), ",")
	for _, coding := range slices.Backward(codings) {
		var err error
		if body, err = decoded(strings.ToLower(strings.TrimSpace(coding)), body); err != nil {
			return nil, err
		}
	}
	return body, nil
}

func decoded(coding string, body []byte) ([]byte, error) {
	var r io.Reader
	var err error
	switch coding {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip":
		r, err = gzip.NewReader(bytes.NewReader(body))
	case "deflate": // with a zlib header, or without one as some servers send it
		if r, err = zlib.NewReader(bytes.NewReader(body)); err != nil {
			r, err = flate.NewReader(bytes.NewReader(body)), nil
		}
	default:
		return nil, fmt.Errorf("a body with the coding %q cannot be searched for secrets", coding)
	}
	if err != nil {
		return nil, fmt.Errorf("a body with the coding %q cannot be read: %w", coding, err)
	}
	out, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("a body with the coding %q cannot be read: %w", coding, err)
	case len(out) > maxBody:
		return nil, fmt.Errorf("a body with the coding %q has more than %d bytes", coding, maxBody)
	}
	return out, nil
}
