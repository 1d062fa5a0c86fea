package oauth

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

var errKey = errors.New("the key is none of RSA, ECDSA on P-256, P-384 or P-521, or Ed25519")

// sign makes an assertion (RFC 7523, section 3).
func (a Assertion) sign(now time.Time) (string, error) {
	method, err := a.method()
	if err != nil {
		return "", err
	}
	claims := jwt.MapClaims{
		"iss": a.ClientID,
		"sub": cmp.Or(a.Subject, a.ClientID),
		"aud": cmp.Or(a.Audience, a.TokenURL),
		"iat": now.Unix(),
		"exp": now.Add(cmp.Or(a.Life, DefaultAssertionLife)).Unix(),
		"jti": rand.Text(),
	}
	tok := jwt.NewWithClaims(method, claims)
	if a.KeyID != "" {
		tok.Header["kid"] = a.KeyID
	}
	signed, err := tok.SignedString(a.Key)
	if err != nil {
		return "", fmt.Errorf("sign assertion: %w", err)
	}
	return signed, nil
}

// method is the signature for the kind of key (RFC 7518, section 3.1; RFC 8037).
func (a Assertion) method() (jwt.SigningMethod, error) {
	switch key := a.Key.(type) {
	case *rsa.PrivateKey:
		return jwt.SigningMethodRS256, nil
	case ed25519.PrivateKey:
		return jwt.SigningMethodEdDSA, nil
	case *ecdsa.PrivateKey:
		switch key.Curve.Params().BitSize {
		case 256:
			return jwt.SigningMethodES256, nil
		case 384:
			return jwt.SigningMethodES384, nil
		case 521:
			return jwt.SigningMethodES512, nil
		}
	}
	return nil, errKey
}
