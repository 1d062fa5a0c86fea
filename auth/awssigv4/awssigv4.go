// Package awssigv4 signs requests for AWS, on the SDK's own signer. It is a
// module of its own, so that only its users compile the SDK.
//
//	cfg, err := config.LoadDefaultConfig(ctx)
//	client, err := outbound.New(
//		outbound.WithBaseURL("https://search.eu-west-1.es.amazonaws.com"),
//		outbound.WithAuth(awssigv4.New(cfg.Credentials, "eu-west-1", "es")),
//	)
package awssigv4

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"example.com/outbound/auth"
	"example.com/outbound/internal/bodysum"
)

const unsigned = "UNSIGNED-PAYLOAD"

var (
	errNoCreds   = errors.New("awssigv4: there are no credentials")
	errNoRegion  = errors.New("awssigv4: the region is empty")
	errNoService = errors.New("awssigv4: the service is empty")
	errQuery     = errors.New("awssigv4: the query is not a list of pairs, so that it cannot be signed")
)

// New signs each attempt anew with AWS Signature Version 4: method, path, query,
// the header without the fields that a proxy may change (those of the connection,
// Accept-Encoding, User-Agent, Via, Forwarded, X-Forwarded-…, trace context), and
// the SHA-256 of the body, which is read through GetBody once more. The field
// X-Amz-Content-Sha256 carries that sum. creds are asked before each request:
// wrap what fetches them in [aws.NewCredentialsCache].
//
// The query is sent in its canonical form: sorted by name, with "=" behind every
// name. A query that package net/url cannot read, such as "a=1;b=2" or "q=50%", is
// an error of the request.
//
// For the service "s3" the path is signed as it is sent, and a body that can be
// read only once goes unsigned over https, as S3 allows; for any other service
// that is an error of the request.
//
// A request with an Authorization field of the caller's own is left alone. No
// credentials, no region or no service are a problem of outbound.New.
func New(creds aws.CredentialsProvider, region, service string) auth.Scheme {
	s := &signer{creds: creds, region: region, service: service}
	s.v4 = v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = s.s3() })
	return scheme{s}
}

// scheme hides what it knows behind a pointer: package fmt does not look there.
type scheme struct{ *signer }

// Format prints the name of the scheme, whatever the verb.
func (s scheme) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "awssigv4.New") }

// Validate returns why no request can be signed.
func (s scheme) Validate() error {
	switch {
	case s.creds == nil:
		return errNoCreds
	case s.region == "":
		return errNoRegion
	case s.service == "":
		return errNoService
	}
	return nil
}

// Authorize signs req.
func (s scheme) Authorize(req *http.Request) error {
	if _, has := req.Header["Authorization"]; has {
		return nil
	}
	if err := s.Validate(); err != nil {
		return err
	}
	c, err := s.creds.Retrieve(req.Context())
	if err != nil {
		return fmt.Errorf("retrieve credentials: %w", err)
	}
	sum, err := bodysum.SHA256(req)
	if errors.Is(err, bodysum.ErrOnce) && s.s3() && req.URL.Scheme == "https" {
		sum, err = unsigned, nil
	}
	if err != nil {
		return err
	}
	req.Header.Set("X-Amz-Content-Sha256", sum)
	return s.sign(req, c, sum, time.Now())
}
