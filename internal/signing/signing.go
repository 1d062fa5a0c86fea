// Package signing signs with keys that may be elsewhere: any crypto.Signer, such
// as those of a cloud's key service, a hardware module or a smart card.
package signing

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"reflect"
)

// MinRSA is the fewest bits of an RSA key (NIST SP 800-131A).
const MinRSA = 2048

var (
	errNoKey   = errors.New("there is no key")
	errUnknown = errors.New("the key is none of RSA, ECDSA on P-256, P-384 or P-521, or Ed25519")
)

// Public returns the public key of a signer: *rsa.PublicKey, *ecdsa.PublicKey
// on P-256, P-384 or P-521, or ed25519.PublicKey. Any other one is an error, and
// so is a signer that is nil.
func Public(key crypto.Signer) (public crypto.PublicKey, err error) {
	defer func() {
		if recover() != nil { // a key without its parts, such as an ed25519.PrivateKey that is cut off
			public, err = nil, errUnknown
		}
	}()
	if v := reflect.ValueOf(key); key == nil || v.Kind() == reflect.Pointer && v.IsNil() || v.Kind() == reflect.Slice && v.Len() == 0 {
		return nil, errNoKey
	}
	switch public := key.Public().(type) {
	case *rsa.PublicKey:
		if public != nil && public.N.BitLen() >= MinRSA {
			return public, nil
		}
		return nil, fmt.Errorf("the RSA key has fewer than %d bits", MinRSA)
	case *ecdsa.PublicKey:
		if public != nil && Hash(public) != 0 {
			return public, nil
		}
	case ed25519.PublicKey:
		if len(public) == ed25519.PublicKeySize {
			return public, nil
		}
	}
	return nil, errUnknown
}

// Hash is the hash that goes with the curve of an ECDSA key (RFC 7518, section
// 3.4; RFC 9421, section 3.3), 0 for a curve without one.
func Hash(public *ecdsa.PublicKey) crypto.Hash {
	switch public.Curve.Params().BitSize {
	case 256:
		return crypto.SHA256
	case 384:
		return crypto.SHA384
	case 521:
		return crypto.SHA512
	}
	return 0
}

// Sign signs a message: RSA by opts, ECDSA with the hash of its curve, as the two
// numbers one after the other, each as long as the curve's order (RFC 7518,
// section 3.4), Ed25519 without a hash.
func Sign(key crypto.Signer, message []byte, opts crypto.SignerOpts) ([]byte, error) {
	switch public := key.Public().(type) {
	case ed25519.PublicKey:
		return key.Sign(rand.Reader, message, crypto.Hash(0))
	case *ecdsa.PublicKey:
		hash := Hash(public)
		der, err := key.Sign(rand.Reader, sum(hash, message), hash)
		if err != nil {
			return nil, err
		}
		return fixed(der, (public.Curve.Params().BitSize+7)/8)
	}
	return key.Sign(rand.Reader, sum(opts.HashFunc(), message), opts)
}

// fixed is an ECDSA signature in ASN.1 as two numbers of size bytes each.
func fixed(der []byte, size int) ([]byte, error) {
	var s struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(der, &s); err != nil || len(rest) > 0 || s.R.Sign() <= 0 || s.S.Sign() <= 0 || s.R.BitLen() > 8*size || s.S.BitLen() > 8*size {
		return nil, errors.New("the key returned a malformed ECDSA signature")
	}
	out := make([]byte, 2*size)
	s.R.FillBytes(out[:size])
	s.S.FillBytes(out[size:])
	return out, nil
}

func sum(hash crypto.Hash, message []byte) []byte {
	h := hash.New()
	_, _ = h.Write(message)
	return h.Sum(nil)
}
