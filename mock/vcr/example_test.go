package vcr_test

import (
	"context"
	"fmt"
	"testing"

	"example.com/outbound"
	"example.com/outbound/mock/vcr"
)

func TestTheUsersOfATape(t *testing.T) {
	tape := vcr.New(t, "testdata/users", vcr.Hide("tenant"))
	client, err := outbound.New(
		outbound.Standard(),
		outbound.WithBaseURL("https://users.example.com"),
		outbound.WithMockTransport(tape),
	)
	if err != nil {
		t.Fatal(err)
	}
	user, err := outbound.Get[struct{ Name string }](t.Context(), client, "/users/42?tenant=blue")
	if err != nil || user.Name != "Ada" {
		t.Errorf("got %v, %v, want Ada", user, err)
	}
}

// In a test, t is its *testing.T. The tape was recorded once with OUTBOUND_VCR=record.
func Example() {
	t := &spy{}
	tape := vcr.New(t, "testdata/users", vcr.Hide("tenant"))
	client, err := outbound.New(outbound.WithBaseURL("https://users.example.com"), outbound.WithMockTransport(tape))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	user, err := outbound.Get[struct{ Name string }](context.Background(), client, "/users/42?tenant=blue")
	fmt.Println(user.Name, err)
	fmt.Println(t.end())
	// Output: Ada <nil>
}
