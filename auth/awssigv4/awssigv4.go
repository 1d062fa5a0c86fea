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
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"example.com/outbound/auth"
	"example.com/outbound/internal/bodysum"
)

const unsigned = "UNSIGNED-PAYLOAD"

// New signs each attempt anew with AWS Signature Version 4: method, path, query,
// every header of the request but those that change on the way, and the SHA-256
// of the body, which is read through GetBody once more. The field
// X-Amz-Content-Sha256 carries that sum. creds are asked before each request:
// wrap what fetches them in [aws.NewCredentialsCache].
//
// For the service "s3" the path is signed as it is sent, and a body that can be
// read only once goes unsigned over https, as S3 allows; for any other service
// that is an error of the request.
//
// A request with an Authorization field of the caller's own is left alone.
func New(creds aws.CredentialsProvider, region, service string) auth.Scheme {
	s3 := service == "s3"
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = s3 })
	return auth.Func(func(req *http.Request) error {
		if _, has := req.Header["Authorization"]; has {
			return nil
		}
		if creds == nil {
			return errors.New("there are no credentials")
		}
		c, err := creds.Retrieve(req.Context())
		if err != nil {
			return fmt.Errorf("retrieve credentials: %w", err)
		}
		sum, err := bodysum.SHA256(req)
		if errors.Is(err, bodysum.ErrOnce) && s3 && req.URL.Scheme == "https" {
			sum, err = unsigned, nil
		}
		if err != nil {
			return err
		}
		u := *req.URL // the signer writes through it
		req.URL = &u
		req.Header.Set("X-Amz-Content-Sha256", sum)
		if err := signer.SignHTTP(req.Context(), c, req, sum, service, region, time.Now()); err != nil {
			return fmt.Errorf("sign: %w", err)
		}
		return nil
	})
}
