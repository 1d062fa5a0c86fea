package oauth

import (
	"context"
	"crypto"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound/auth"
	"example.com/outbound/internal/redact"
)

// The names of RFC 7523, sections 2.1 and 2.2.
const (
	grantJWT     = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	assertionJWT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
)

// DefaultAssertionLife is how long an assertion is valid.
const DefaultAssertionLife = time.Minute

// Assertion identifies a client that signs for its token instead of showing a
// secret (RFC 7523).
type Assertion struct {
	TokenURL string
	ClientID string        // issuer and, without Subject, subject
	Key      crypto.Signer `json:"-"` // RSA of 2048 bits at least (RS256), ECDSA (ES256, ES384, ES512 by its curve) or Ed25519 (EdDSA); the private key may be elsewhere
	KeyID    string        // kid in the assertion's header; "" for none
	Audience string        // "" is TokenURL
	Life     time.Duration // of an assertion; 0 is DefaultAssertionLife, a negative one is an error
	Scopes   []string
	Params   url.Values // further parameters of the request

	// Subject makes the assertion itself the grant (section 2.1): a token to act
	// for Subject. Without it the assertion authenticates the client for the
	// grant client_credentials (section 2.2).
	Subject string

	// Claims and Header are further claims of the assertion and fields of its
	// header, such as Google's claim scope, box_sub_type of Box and x5t#S256 of
	// Entra. They win over the ones that are set otherwise, but for alg.
	Claims map[string]any `json:"-"`
	Header map[string]any `json:"-"`
}

// Format prints whom the assertion is for, whatever the verb, not its key.
func (a Assertion) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "oauth.Assertion{%s for %s}", a.ClientID, redact.RawURL(a.TokenURL))
}

// JWTBearer obtains tokens with a signed assertion, a new one for each request
// with an ID of its own, so that an endpoint that takes none twice takes it. a is
// copied.
func JWTBearer(a Assertion, opts ...Option) auth.TokenSource {
	a.Scopes, a.Claims, a.Header = slices.Clone(a.Scopes), maps.Clone(a.Claims), maps.Clone(a.Header)
	params := url.Values{}
	for name, values := range a.Params {
		params[name] = slices.Clone(values)
	}
	e := newEndpoint(a.TokenURL, a.ClientID, "", opts)
	return func(ctx context.Context) (auth.Token, error) {
		var signed string
		return e.token(ctx, func(ctx context.Context) (_ *oauth2.Token, err error) {
			if signed, err = a.sign(time.Now()); err != nil {
				return nil, ownError{err}
			}
			cfg := clientcredentials.Config{
				TokenURL:       a.TokenURL,
				Scopes:         a.Scopes,
				EndpointParams: a.grant(params, signed),
				AuthStyle:      oauth2.AuthStyleInParams,
			}
			return cfg.Token(ctx)
		}, &signed)
	}
}

// grant is params with the assertion.
func (a Assertion) grant(params url.Values, signed string) url.Values {
	v := url.Values{}
	for name, values := range params {
		v[name] = values
	}
	if a.Subject != "" {
		v.Set("grant_type", grantJWT)
		v.Set("assertion", signed)
		return v
	}
	v.Set("client_id", a.ClientID)
	v.Set("client_assertion_type", assertionJWT)
	v.Set("client_assertion", signed)
	return v
}
