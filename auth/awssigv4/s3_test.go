package awssigv4_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/credentials"

	"example.com/outbound"
	"example.com/outbound/auth/awssigv4"
	"example.com/outbound/httperror"
)

// The examples of the Amazon S3 API Reference, "Authenticating Requests: Using the
// Authorization Header", made through the whole chain on 24 May 2013.
func TestTheExamplesOfS3(t *testing.T) {
	for _, tt := range []struct {
		name, method, path, body string
		header                   map[string]string
		signature                string
	}{
		{"GET object", "GET", "/test.txt", "", map[string]string{"Range": "bytes=0-9"},
			"host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
		{"GET bucket lifecycle", "GET", "/?lifecycle", "", nil,
			"host;x-amz-content-sha256;x-amz-date, Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
		{"GET bucket (list objects)", "GET", "/?max-keys=2&prefix=J", "", nil,
			"host;x-amz-content-sha256;x-amz-date, Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Until(time.Date(2013, 5, 24, 0, 0, 0, 0, time.UTC)))
				base := &record{}
				creds := credentials.NewStaticCredentialsProvider("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "")
				c, err := outbound.New(outbound.WithBaseURL("https://examplebucket.s3.amazonaws.com"), outbound.WithMockTransport(base),
					outbound.WithAuth(awssigv4.New(creds, "us-east-1", "s3")))
				if err != nil {
					t.Fatal(err)
				}
				req, err := http.NewRequestWithContext(t.Context(), tt.method, "https://examplebucket.s3.amazonaws.com"+tt.path, strings.NewReader(tt.body))
				if err != nil {
					t.Fatal(err)
				}
				for name, value := range tt.header {
					req.Header.Set(name, value)
				}
				resp, err := c.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				_ = resp.Body.Close()
				if got := base.sent[0].Header.Get("Authorization"); !strings.HasSuffix(got, tt.signature) {
					t.Errorf("got  %s\nwant %s", got, tt.signature)
				}
			})
		})
	}
}

func TestAQueryThatCannotBeReadIsNotDropped(t *testing.T) {
	for _, service := range []string{"es", "s3"} {
		for _, query := range []string{"a=1;b=2", "q=50%", "a=1&%zz=2"} {
			base := &record{}
			c := client(t, base, awssigv4.New(creds(""), "eu-west-1", service))
			req, _ := http.NewRequestWithContext(t.Context(), http.MethodDelete, "https://search.eu-west-1.es.amazonaws.com/x", nil)
			req.URL.RawQuery = query
			resp, err := c.Do(req)
			if err == nil {
				_ = resp.Body.Close()
			}
			if !errors.Is(err, httperror.Auth) || len(base.sent) != 0 {
				t.Errorf("%s %s: got %v and %d requests, want kind auth and none", service, query, err, len(base.sent))
			}
		}
	}
}

func TestFieldsThatAProxyMayChangeAreSentAndNotSigned(t *testing.T) {
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://search.eu-west-1.es.amazonaws.com/x", nil)
	req.Header = http.Header{"Connection": {"close"}, "Te": {"trailers"}, "Accept-Encoding": {"br"}, "X-Forwarded-For": {"1.2.3.4"}, "Traceparent": {"00-a"}, "Accept": {"text/plain"}}
	if err := awssigv4.New(creds(""), "eu-west-1", "es").Authorize(req); err != nil {
		t.Fatal(err)
	}
	_, signed, _ := strings.Cut(req.Header.Get("Authorization"), "SignedHeaders=")
	signed, _, _ = strings.Cut(signed, ",")
	if signed != "accept;host;x-amz-content-sha256;x-amz-date" || req.Header.Get("Te") != "trailers" || req.Header.Get("Traceparent") != "00-a" {
		t.Errorf("got %s signed of %v", signed, req.Header)
	}
}

func TestWhatCannotSignIsAProblemOfNew(t *testing.T) {
	for _, s := range []struct {
		region, service string
	}{{"", "es"}, {"eu-west-1", ""}} {
		if _, err := outbound.New(outbound.WithBaseURL("https://a.example"), outbound.WithAuth(awssigv4.New(creds(""), s.region, s.service))); err == nil {
			t.Errorf("%+v: New said nothing", s)
		}
	}
	if _, err := outbound.New(outbound.WithBaseURL("https://a.example"), outbound.WithAuth(awssigv4.New(nil, "r", "es"))); err == nil {
		t.Error("no credentials: New said nothing")
	}
}
