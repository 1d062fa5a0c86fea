package awssigv4

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// signer is the SDK's signer and what it needs.
type signer struct {
	creds           aws.CredentialsProvider
	region, service string
	v4              *v4.Signer
}

func (s *signer) s3() bool { return s.service == "s3" }

// sign signs req by the sum of its body.
func (s *signer) sign(req *http.Request, c aws.Credentials, sum string, now time.Time) error {
	if _, err := url.ParseQuery(req.URL.RawQuery); err != nil { // the SDK would leave out what it cannot read
		return errQuery // err quotes the query
	}
	u := *req.URL // the SDK writes through it
	signed := req.WithContext(req.Context())
	signed.URL, signed.Header = &u, http.Header{}
	for name, values := range req.Header {
		if !changeable(name) {
			signed.Header[name] = values
		}
	}
	if err := s.v4.SignHTTP(req.Context(), c, signed, sum, s.service, s.region, now); err != nil {
		return fmt.Errorf("sign: %w", err)
	}
	for name, values := range signed.Header {
		req.Header[name] = values
	}
	req.URL = &u
	return nil
}

// changeable reports whether a proxy may change a field, so that it must not be
// signed: the fields of a connection (RFC 9110, section 7.6.1) and those that say
// where a request came from.
func changeable(name string) bool {
	switch name {
	case "Connection", "Proxy-Connection", "Keep-Alive", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "Expect",
		"Proxy-Authorization", "Accept-Encoding", "User-Agent", "Via", "Forwarded", "Traceparent", "Tracestate":
		return true
	}
	return strings.HasPrefix(name, "X-Forwarded-")
}
