package signature

import (
	"crypto"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/dunglas/httpsfv"

	"example.com/outbound/auth"
	"example.com/outbound/internal/identity"
)

// label names the signature in the two fields.
const label = "sig1"

// New signs each attempt with key: Ed25519 (ed25519), ECDSA on P-256
// (ecdsa-p256-sha256) or P-384 (ecdsa-p384-sha384), or RSA of 2048 bits at least
// (rsa-pss-sha512). Any crypto.Signer will do, such as one of a key service or a
// hardware module. keyID tells the server which key it is. New sets the fields
// Signature-Input and Signature, unless the caller has set the first, and signs
// the parameters created, keyid, alg and nonce too.
//
// components are what is covered, none meaning [DefaultComponents]: names of
// fields, in any case, and the derived components of section 2.2 ("@method",
// "@target-uri", "@authority", "@scheme", "@request-target", "@path", "@query",
// `@query-param;name="id"`). A field may have the parameters ;bs and ;key="…"
// (section 2.1). A field or query parameter that a request does not have is not
// covered: a server must require those it relies on.
//
// A body is always covered: by the Content-Digest of the caller, or else by one
// with its SHA-256, for which it is read through GetBody once more. A body that
// can be read only once is an error of the request.
//
// A key or a component that cannot be used is a problem of outbound.New.
func New(keyID string, key crypto.Signer, components ...string) auth.Scheme {
	alg, public, err := algorithmOf(key)
	if err != nil {
		return newScheme(keyID, nil, nil, err, components)
	}
	der, err := x509.MarshalPKIXPublicKey(public)
	return newScheme(keyID, alg, der, err, components)
}

// HMAC signs each attempt with a shared secret (hmac-sha256), otherwise like [New].
// secret is copied.
func HMAC(keyID string, secret []byte, components ...string) auth.Scheme {
	secret = slices.Clone(secret)
	if len(secret) == 0 {
		return newScheme(keyID, nil, nil, errNoSecret, components)
	}
	return newScheme(keyID, hmacSHA256{secret}, secret, nil, components)
}

// scheme hides what it knows behind a pointer: package fmt does not look there,
// whatever the verb and however deep the scheme is in a printed value.
type scheme struct{ *signer }

type signer struct {
	keyID      string
	id         string
	alg        algorithm
	components []httpsfv.Item
	problem    error
}

func newScheme(keyID string, alg algorithm, key []byte, problem error, components []string) scheme {
	if len(components) == 0 {
		components = DefaultComponents()
	}
	items, err := parseComponents(components)
	switch {
	case problem != nil:
	case keyID == "":
		problem = errNoKeyID
	case !printableASCII(keyID):
		problem = errKeyID
	default:
		problem = err
	}
	if problem != nil {
		problem = fmt.Errorf("signature: %w", problem)
	}
	return scheme{&signer{keyID, identity.Of("signature", keyID, string(key)), alg, items, problem}}
}

// Format prints the name of the scheme, whatever the verb.
func (s scheme) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "signature.New") }

// Validate returns why requests cannot be signed.
func (s scheme) Validate() error { return s.problem }

// Identity is a hash of key ID and key.
func (s scheme) Identity(*http.Request) (string, bool) { return s.id, s.problem == nil }

// Authorize signs req.
func (s scheme) Authorize(req *http.Request) error {
	if s.problem != nil {
		return s.problem
	}
	if _, has := req.Header["Signature-Input"]; has {
		return nil
	}
	list, err := s.covered(req)
	if err != nil {
		return err
	}
	list.Params = newParams(time.Now(), s.keyID, s.alg.name())
	return sign(req, label, list, s.alg)
}

// sign adds a signature over the components of list.
func sign(req *http.Request, label string, list httpsfv.InnerList, alg algorithm) error {
	text, err := base(req, list)
	if err != nil {
		return err
	}
	sum, err := alg.sign([]byte(text))
	if err != nil {
		return fmt.Errorf("signature: %w", err)
	}
	for field, member := range map[string]httpsfv.Member{"Signature-Input": list, "Signature": httpsfv.NewItem(sum)} {
		dict := httpsfv.NewDictionary()
		dict.Add(label, member)
		value, err := httpsfv.Marshal(dict)
		if err != nil {
			return fmt.Errorf("signature: %w", err)
		}
		req.Header[field] = []string{value}
	}
	return nil
}
