package signature

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"fmt"
	"math/big"

	"example.com/outbound/internal/signing"
)

// algorithm signs and verifies a text (RFC 9421, section 3.3).
type algorithm interface {
	name() string
	sign(text []byte) ([]byte, error)
	verify(text, sum []byte) bool
}

var errCurve = errors.New("an ECDSA key must be on P-256 or P-384")

// algorithmOf is the algorithm for a key that signs.
func algorithmOf(key crypto.Signer) (algorithm, crypto.PublicKey, error) {
	public, err := signing.Public(key)
	if err != nil {
		return nil, nil, err
	}
	alg, err := verifierOf(public)
	return private{alg, key}, public, err
}

// verifierOf is the algorithm for a key that verifies: a public key, or the
// secret of HMAC.
func verifierOf(key any) (algorithm, error) {
	switch key := key.(type) {
	case []byte:
		if len(key) > 0 {
			return hmacSHA256{key}, nil
		}
		return nil, errNoSecret
	case ed25519.PublicKey:
		return ed25519Key{key}, nil
	case *rsa.PublicKey:
		return rsaPSS{key}, nil
	case *ecdsa.PublicKey:
		if signing.Hash(key) == crypto.SHA512 || signing.Hash(key) == 0 {
			return nil, errCurve
		}
		return ecdsaKey{key}, nil
	case crypto.Signer:
		alg, _, err := algorithmOf(key)
		return alg, err
	}
	return nil, fmt.Errorf("a key of type %T cannot verify", key)
}

// private signs with a key and verifies with its public half.
type private struct {
	algorithm
	key crypto.Signer
}

func (p private) sign(text []byte) ([]byte, error) { return signing.Sign(p.key, text, pss) }

var errPublic = errors.New("a public key cannot sign")

type ed25519Key struct{ key ed25519.PublicKey }

func (ed25519Key) name() string                { return "ed25519" }
func (ed25519Key) sign([]byte) ([]byte, error) { return nil, errPublic }
func (k ed25519Key) verify(text, sum []byte) bool {
	return len(k.key) == ed25519.PublicKeySize && ed25519.Verify(k.key, text, sum)
}

// pss is RSASSA-PSS as of section 3.3.1.
var pss = &rsa.PSSOptions{SaltLength: sha512.Size, Hash: crypto.SHA512}

type rsaPSS struct{ key *rsa.PublicKey }

func (rsaPSS) name() string                { return "rsa-pss-sha512" }
func (rsaPSS) sign([]byte) ([]byte, error) { return nil, errPublic }
func (k rsaPSS) verify(text, sum []byte) bool {
	hash := sha512.Sum512(text)
	return rsa.VerifyPSS(k.key, crypto.SHA512, hash[:], sum, pss) == nil
}

type ecdsaKey struct{ key *ecdsa.PublicKey }

func (k ecdsaKey) name() string {
	if signing.Hash(k.key) == crypto.SHA384 {
		return "ecdsa-p384-sha384"
	}
	return "ecdsa-p256-sha256"
}
func (ecdsaKey) sign([]byte) ([]byte, error) { return nil, errPublic }
func (k ecdsaKey) verify(text, sum []byte) bool {
	h := signing.Hash(k.key).New()
	_, _ = h.Write(text)
	half := (k.key.Curve.Params().BitSize + 7) / 8
	if len(sum) != 2*half {
		return false
	}
	return ecdsa.Verify(k.key, h.Sum(nil), new(big.Int).SetBytes(sum[:half]), new(big.Int).SetBytes(sum[half:]))
}

type hmacSHA256 struct{ secret []byte }

func (hmacSHA256) name() string { return "hmac-sha256" }
func (k hmacSHA256) sign(text []byte) ([]byte, error) {
	mac := hmac.New(sha256.New, k.secret)
	_, _ = mac.Write(text)
	return mac.Sum(nil), nil
}
func (k hmacSHA256) verify(text, sum []byte) bool {
	want, _ := k.sign(text)
	return hmac.Equal(want, sum)
}
