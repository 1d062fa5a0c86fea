// Sdk gives the chain of a client to code that wants a standard one: an SDK, a
// generated client, here golang.org/x/oauth2. It starts a server that fails now
// and then, and ends by itself.
//
//	go run ./examples/sdk
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound"
	"example.com/outbound/retry"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, out io.Writer) error {
	server := newServer()
	defer server.Close()
	client, err := outbound.New(outbound.Preset("tickets",
		outbound.Standard(),
		outbound.WithRetry(retry.Policy{Wait: retry.Constant(20 * time.Millisecond)}),
	))
	if err != nil {
		return err
	}
	defer client.Close()

	tickets := newTickets(ctx, client, server.URL)
	title, err := tickets.title(ctx, 7)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "ticket 7: %s\n", title)

	_, err = tickets.title(ctx, 8)
	var he *outbound.HTTPError
	if !errors.As(err, &he) {
		return fmt.Errorf("a ticket that is not there: want an HTTPError, got %w", err)
	}
	fmt.Fprintf(out, "ticket 8: %s after %d attempt\n", he.Status, he.Attempts)
	fmt.Fprintf(out, "the server had %d requests for a token and %d for tickets\n", server.tokens.Load(), server.tickets.Load())
	return nil
}

// tickets is an SDK as others write them: it wants an *http.Client.
type tickets struct {
	http *http.Client
	url  string
}

// newTickets stands the SDK on the client: its tokens and its calls pass the
// chain. Asking for a token twice does no harm, which a POST has to say.
func newTickets(ctx context.Context, client *outbound.Client, url string) tickets {
	grant := clientcredentials.Config{ClientID: "me", ClientSecret: "secret", TokenURL: url + "/token"}
	ctx = context.WithValue(ctx, oauth2.HTTPClient, client.HTTP())
	ctx = outbound.CallContext(ctx, outbound.Operation("token"), outbound.Idempotent())
	return tickets{grant.Client(ctx), url}
}

// title is what the SDK does. A status stays a response under a standard client;
// CheckResponse makes an error of it.
func (t tickets) title(ctx context.Context, id int) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/tickets/%d", t.url, id), nil)
	if err != nil {
		return "", err
	}
	resp, err := t.http.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if err := outbound.CheckResponse(resp); err != nil {
		return "", err
	}
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}
