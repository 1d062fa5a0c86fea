package awssigv4_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/auth/awssigv4"
	"example.com/outbound/httperror"
)

const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

func creds(session string) aws.CredentialsProvider {
	return credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", secret, session)
}

// record is a base that keeps what it was sent.
type record struct{ sent []*http.Request }

func (r *record) RoundTrip(req *http.Request) (*http.Response, error) {
	r.sent = append(r.sent, req)
	if req.Body != nil {
		_, _ = io.Copy(io.Discard, req.Body)
		_ = req.Body.Close()
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
}

func client(t *testing.T, base http.RoundTripper, s auth.Scheme) *outbound.Client {
	t.Helper()
	c, err := outbound.New(outbound.WithBaseURL("https://search.eu-west-1.es.amazonaws.com"), outbound.WithTransport(base), outbound.WithAuth(s))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryRequestIsSigned(t *testing.T) {
	for _, tt := range []struct {
		name, method, path, service, session string
		body                                 any
		sum                                  string
	}{
		{"without a body", "GET", "/index/_search?q=a%20b", "es", "", nil, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		{"with a body", "POST", "/index", "es", "", "body", "230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5"},
		{"with a session", "GET", "/", "execute-api", "SESSION", nil, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base := &record{}
				c := client(t, base, awssigv4.New(creds(tt.session), "eu-west-1", tt.service))
				if _, err := outbound.Call[string](t.Context(), c, tt.method, tt.path, tt.body); err != nil {
					t.Fatal(err)
				}
				h := base.sent[0].Header
				want := fmt.Sprintf("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20000101/eu-west-1/%s/aws4_request, SignedHeaders=", tt.service)
				if got := h.Get("Authorization"); !strings.HasPrefix(got, want) || !strings.Contains(got, "host;") || !strings.Contains(got, "x-amz-content-sha256") {
					t.Errorf("got %s, want it to begin with %s", got, want)
				}
				if h.Get("X-Amz-Date") != "20000101T000000Z" || h.Get("X-Amz-Content-Sha256") != tt.sum || h.Get("X-Amz-Security-Token") != tt.session {
					t.Errorf("got %v", h)
				}
			})
		})
	}
}

func TestTheSignatureCoversWhatIsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seen := map[string]string{}
		sign := func(name, method, path, service string, body any) {
			base := &record{}
			c := client(t, base, awssigv4.New(creds(""), "eu-west-1", service))
			if _, err := outbound.Call[string](t.Context(), c, method, path, body); err != nil {
				t.Fatal(err)
			}
			_, signature, _ := strings.Cut(base.sent[0].Header.Get("Authorization"), "Signature=")
			if other, same := seen[signature]; same || signature == "" {
				t.Errorf("%s is signed like %s", name, other)
			}
			seen[signature] = name
		}
		sign("a request", "POST", "/a", "es", "body")
		sign("another method", "PUT", "/a", "es", "body")
		sign("another path", "POST", "/b", "es", "body")
		sign("another query", "POST", "/a?q", "es", "body")
		sign("another body", "POST", "/a", "es", "other")
		sign("another service", "POST", "/a", "execute-api", "body")
	})
}

type failing struct{}

func (failing) Retrieve(context.Context) (aws.Credentials, error) {
	return aws.Credentials{}, errors.New("no role")
}

func TestARequestThatCannotBeSignedIsNotSent(t *testing.T) {
	once := func() any { return io.MultiReader(strings.NewReader("body")) }
	for _, tt := range []struct {
		name   string
		scheme auth.Scheme
		body   any
		sent   int
	}{
		{"with credentials that fail", awssigv4.New(failing{}, "r", "es"), nil, 0},
		{"with a body that is read once", awssigv4.New(creds(""), "r", "es"), once(), 0},
		{"but S3 takes such a body over https", awssigv4.New(creds(""), "r", "s3"), once(), 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			base := &record{}
			c := client(t, base, tt.scheme)
			var body io.Reader
			if tt.body != nil {
				body = tt.body.(io.Reader)
			}
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "https://search.eu-west-1.es.amazonaws.com/x", body)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := c.Do(req)
			if err == nil {
				_ = resp.Body.Close()
			}
			if len(base.sent) != tt.sent || tt.sent == 0 && !errors.Is(err, httperror.Auth) {
				t.Errorf("got %v and %d requests, want %d", err, len(base.sent), tt.sent)
			}
			if err != nil && strings.Contains(fmt.Sprintf("%+v", err), secret) {
				t.Error("the error shows the secret")
			}
		})
	}
}

func TestTheCallersFieldIsLeftAlone(t *testing.T) {
	base := &record{}
	c := client(t, base, awssigv4.New(creds(""), "r", "es"))
	if _, err := outbound.Get[string](t.Context(), c, "/", outbound.Header("Authorization", "mine")); err != nil {
		t.Fatal(err)
	}
	if got := base.sent[0].Header; got.Get("Authorization") != "mine" || got.Get("X-Amz-Date") != "" {
		t.Errorf("got %v", got)
	}
}
