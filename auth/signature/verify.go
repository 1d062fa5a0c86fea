package signature

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/dunglas/httpsfv"
)

// Signature is a signature that was verified.
type Signature struct {
	Label, KeyID, Alg, Nonce, Tag string
	Created, Expires              time.Time // zero if the signature does not say
	Components                    []string  // as in Signature-Input: `"@method"`, `"@query-param";name="id"`
}

// clockSkew is how far in the future a signature may have been made.
const clockSkew = time.Minute

var (
	errUnsigned = errors.New("signature: the request is not signed")
	errWrong    = errors.New("signature: the signature does not verify")
	errExpired  = errors.New("signature: the signature has expired")
	errFuture   = errors.New("signature: the signature was made in the future")
)

// Verify verifies the signature of a request that a server has received, or of
// one that a client is about to send, such as those of package mock. keys returns
// the key for a key ID: a public key of package crypto, a []byte for HMAC, nil if
// the ID is not known. Of several signatures the first that verifies counts.
//
// components must be covered by the signature. None means those of
// [DefaultComponents] that the request has, and the body by Content-Digest. Where
// Content-Digest is covered, the body is read and compared with it, and can be
// read again. A signature that has expired, or was made more than a minute in the
// future, is refused; how old it may be, and whether its nonce was seen before, is
// for the caller to decide.
func Verify(req *http.Request, keys func(keyID string) any, components ...string) (Signature, error) {
	required, err := required(req, components)
	if err != nil {
		return Signature{}, err
	}
	inputs, err := httpsfv.UnmarshalDictionary(req.Header.Values("Signature-Input"))
	if err != nil || len(inputs.Names()) == 0 {
		return Signature{}, errUnsigned
	}
	sums, err := httpsfv.UnmarshalDictionary(req.Header.Values("Signature"))
	if err != nil {
		return Signature{}, errUnsigned
	}
	var errs []error
	for _, label := range inputs.Names() {
		input, _ := inputs.Get(label)
		list, isList := input.(httpsfv.InnerList)
		sum, signed := sums.Get(label)
		item, _ := sum.(httpsfv.Item)
		if bytes, isBytes := item.Value.([]byte); isList && signed && isBytes {
			s := newSignature(label, list)
			err := s.verify(req, list, bytes, keys, required)
			if err == nil {
				return s, nil
			}
			errs = append(errs, err)
		}
	}
	if len(errs) == 0 {
		return Signature{}, errUnsigned
	}
	return Signature{}, errors.Join(errs...)
}

// required are the identifiers of the components that a signature must cover.
func required(req *http.Request, components []string) (ids []string, err error) {
	all := len(components) == 0
	if all {
		components = DefaultComponents()
		if req.Body != nil && req.Body != http.NoBody && req.ContentLength != 0 {
			components = append(components, contentDigest)
		}
	}
	items, err := parseComponents(components)
	if err != nil {
		return nil, fmt.Errorf("signature: %w", err)
	}
	for _, item := range items {
		_, has, err := value(req, item)
		if err != nil {
			return nil, err
		}
		if has || !all || item.Value == contentDigest {
			id, _ := httpsfv.Marshal(item) // parsed from a text
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func newSignature(label string, list httpsfv.InnerList) Signature {
	s := Signature{Label: label}
	for _, item := range list.Items {
		id, _ := httpsfv.Marshal(item) // parsed from a text
		s.Components = append(s.Components, id)
	}
	for name, to := range map[string]*string{"keyid": &s.KeyID, "alg": &s.Alg, "nonce": &s.Nonce, "tag": &s.Tag} {
		v, _ := list.Params.Get(name)
		*to, _ = v.(string)
	}
	for name, to := range map[string]*time.Time{"created": &s.Created, "expires": &s.Expires} {
		v, _ := list.Params.Get(name)
		if seconds, ok := v.(int64); ok {
			*to = time.Unix(seconds, 0)
		}
	}
	return s
}

func (s Signature) verify(req *http.Request, list httpsfv.InnerList, sum []byte, keys func(string) any, required []string) error {
	key := keys(s.KeyID)
	if key == nil {
		return fmt.Errorf("signature: the key %q is not known", s.KeyID)
	}
	alg, err := verifierOf(key)
	if err != nil {
		return fmt.Errorf("signature: the key %q: %w", s.KeyID, err)
	}
	if s.Alg != "" && s.Alg != alg.name() { // the key decides, not the message (section 3.2)
		return fmt.Errorf("signature: the key %q is for %s, not %q", s.KeyID, alg.name(), s.Alg)
	}
	for _, id := range required {
		if !slices.Contains(s.Components, id) {
			return fmt.Errorf("signature: %s is not covered", id)
		}
	}
	for i, item := range list.Items {
		if err := checkComponent(item, s.Components[i]); err != nil {
			return fmt.Errorf("signature: %w", err)
		}
	}
	text, err := base(req, list)
	switch now := time.Now(); {
	case err != nil:
		return err
	case !alg.verify([]byte(text), sum):
		return errWrong
	case !s.Expires.IsZero() && !now.Before(s.Expires):
		return errExpired
	case s.Created.After(now.Add(clockSkew)):
		return errFuture
	case slices.Contains(s.Components, `"`+contentDigest+`"`):
		return checkDigest(req)
	}
	return nil
}
