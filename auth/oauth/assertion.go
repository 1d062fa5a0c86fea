package oauth

import (
	"cmp"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"example.com/outbound/internal/signing"
)

var (
	errLife     = errors.New("the life of the assertion is negative: it would have expired when it is made")
	errClientID = errors.New("the client ID is empty")
)

// sign makes an assertion (RFC 7523, section 3).
func (a Assertion) sign(now time.Time) (string, error) {
	public, err := signing.Public(a.Key)
	switch {
	case err != nil:
		return "", fmt.Errorf("sign assertion: %w", err)
	case a.Life < 0:
		return "", errLife
	case a.ClientID == "":
		return "", errClientID
	}
	claims := jwt.MapClaims{
		"iss": a.ClientID,
		"sub": cmp.Or(a.Subject, a.ClientID),
		"aud": cmp.Or(a.Audience, a.TokenURL),
		"iat": now.Unix(),
		"exp": now.Add(cmp.Or(a.Life, DefaultAssertionLife)).Unix(),
		"jti": rand.Text(),
	}
	maps.Copy(claims, a.Claims)
	tok := jwt.NewWithClaims(method(public), claims)
	if a.KeyID != "" {
		tok.Header["kid"] = a.KeyID
	}
	for name, value := range a.Header {
		if name != "alg" {
			tok.Header[name] = value
		}
	}
	text, err := tok.SigningString()
	if err != nil {
		return "", fmt.Errorf("encode assertion: %w", err)
	}
	signature, err := signing.Sign(a.Key, []byte(text), crypto.SHA256)
	if err != nil {
		return "", fmt.Errorf("sign assertion: %w", err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// method is the algorithm for the kind of key (RFC 7518, section 3.1; RFC 8037).
func method(public crypto.PublicKey) jwt.SigningMethod {
	switch key := public.(type) {
	case ed25519.PublicKey:
		return jwt.SigningMethodEdDSA
	case *ecdsa.PublicKey:
		switch signing.Hash(key) {
		case crypto.SHA256:
			return jwt.SigningMethodES256
		case crypto.SHA384:
			return jwt.SigningMethodES384
		}
		return jwt.SigningMethodES512
	}
	return jwt.SigningMethodRS256
}
