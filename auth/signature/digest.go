package signature

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/dunglas/httpsfv"

	"example.com/outbound/internal/bodysum"
)

// setDigest sets Content-Digest (RFC 9530) unless req has one, and reports
// whether req has a body.
func setDigest(req *http.Request) (body bool, err error) {
	if req.Body == nil || req.Body == http.NoBody {
		return false, nil
	}
	if req.Header.Get("Content-Digest") != "" {
		return true, nil
	}
	sum, err := bodysum.SHA256(req)
	if err != nil {
		return true, fmt.Errorf("signature: %w", err)
	}
	raw, err := hex.DecodeString(sum)
	req.Header["Content-Digest"] = []string{"sha-256=:" + base64.StdEncoding.EncodeToString(raw) + ":"}
	return true, err
}

var (
	errDigest   = errors.New("signature: the body is not that of Content-Digest")
	errNoDigest = errors.New("signature: Content-Digest has neither sha-256 nor sha-512")
)

// checkDigest compares the body of req with its Content-Digest. The body can be
// read again after that.
func checkDigest(req *http.Request) error {
	var body []byte
	if req.Body != nil {
		var err error
		body, err = io.ReadAll(req.Body)
		_ = req.Body.Close()
		if err != nil {
			return fmt.Errorf("signature: read body: %w", err)
		}
		req.Body = io.NopCloser(bytes.NewReader(body))
	}
	dict, err := httpsfv.UnmarshalDictionary(req.Header.Values("Content-Digest"))
	if err != nil {
		return errNoDigest
	}
	sum256, sum512 := sha256.Sum256(body), sha512.Sum512(body)
	known := false
	for name, sum := range map[string][]byte{"sha-256": sum256[:], "sha-512": sum512[:]} {
		member, has := dict.Get(name)
		if !has {
			continue
		}
		item, _ := member.(httpsfv.Item)
		got, _ := item.Value.([]byte)
		if subtle.ConstantTimeCompare(got, sum) != 1 {
			return errDigest
		}
		known = true
	}
	if !known {
		return errNoDigest
	}
	return nil
}
