package awssigv4

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// The published test suite of the signature. It does not sign the field
// X-Amz-Content-Sha256, so that it is run beneath New.
func TestTheSignaturesOfTheSuiteAreMade(t *testing.T) {
	var suite struct {
		Cases []struct {
			Name, Method, URI, Session, Body, Authorization string
			Headers                                         [][2]string
		}
	}
	text, err := os.ReadFile("testdata/aws4_testsuite.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &suite); err != nil {
		t.Fatal(err)
	}
	if len(suite.Cases) != 21 {
		t.Errorf("got %d cases, want 21", len(suite.Cases))
	}
	s := New(aws.AnonymousCredentials{}, "us-east-1", "service").(scheme)
	for _, tt := range suite.Cases {
		t.Run(tt.Name, func(t *testing.T) {
			path, query, _ := strings.Cut(tt.URI, "?")
			req := &http.Request{Method: tt.Method, URL: &url.URL{Scheme: "https", Host: "example.amazonaws.com", Path: path, RawQuery: query}, Header: http.Header{}}
			for _, h := range tt.Headers {
				req.Header.Add(h[0], h[1])
			}
			sum := sha256.Sum256([]byte(tt.Body))
			c := aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", SessionToken: tt.Session}
			if err := s.sign(req, c, hex.EncodeToString(sum[:]), time.Date(2015, 8, 30, 12, 36, 0, 0, time.UTC)); err != nil {
				t.Fatal(err)
			}
			if got := req.Header.Get("Authorization"); got != tt.Authorization {
				t.Errorf("got  %s\nwant %s", got, tt.Authorization)
			}
		})
	}
}
