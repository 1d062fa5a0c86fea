// Pagination reads a list that comes in pages, as one row of values. It starts a
// server with three pages, one of which fails at first, and ends by itself.
//
//	go run ./examples/pagination
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"example.com/outbound"
	"example.com/outbound/retry"
)

// Repository is an element of the list.
type Repository struct {
	Name string `json:"name"`
}

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, out io.Writer) error {
	server := newServer()
	defer server.Close()
	client, err := outbound.New(outbound.Preset("forge",
		outbound.Standard(),
		outbound.WithRetry(retry.Policy{Wait: retry.Constant(20 * time.Millisecond)}),
	))
	if err != nil {
		return err
	}
	defer client.Close()

	for repo, err := range All[Repository](ctx, client, server.URL+"/repos", outbound.Operation("list repos")) {
		if err != nil {
			return err
		}
		fmt.Fprintln(out, repo.Name)
	}
	return nil
}
