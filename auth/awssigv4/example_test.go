package awssigv4_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"example.com/outbound"
	"example.com/outbound/auth/awssigv4"
)

func ExampleNew() {
	cfg := aws.Config{Credentials: creds("")} // in a service: config.LoadDefaultConfig(ctx)
	client, err := outbound.New(
		outbound.WithBaseURL("https://search.eu-west-1.es.amazonaws.com"),
		outbound.WithAuth(awssigv4.New(cfg.Credentials, "eu-west-1", "es")),
	)
	base := &record{}
	if err == nil {
		client, err = client.With(outbound.WithMockTransport(base))
	}
	if err == nil {
		_, err = outbound.Get[string](context.Background(), client, "/_search")
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	scheme, _, _ := strings.Cut(base.sent[0].Header.Get("Authorization"), " ")
	fmt.Println(scheme)
	// Output: AWS4-HMAC-SHA256
}
