// Presets calls two services with the presets of a file, and goes on with the
// changed ones when the file is edited. It starts a server that fails now and
// then, and ends by itself.
//
//	go run .
package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"example.com/outbound"
	"example.com/outbound/config"
)

//go:embed services.yaml
var services string

// Invoice is what billing answers.
type Invoice struct {
	ID    string `json:"id"`
	Cents int    `json:"cents"`
}

func main() {
	server := newServer()
	defer server.Close()
	for name, value := range map[string]string{
		"BILLING_URL": server.URL + "/billing", "SEARCH_URL": server.URL + "/search", "BILLING_TOKEN": "t1",
	} {
		if err := os.Setenv(name, value); err != nil {
			log.Fatal(err)
		}
	}
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "presets")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "services.yaml")
	if err := os.WriteFile(path, []byte(services), 0o600); err != nil {
		return err
	}
	if err := once(ctx, out, path); err != nil {
		return err
	}
	return watched(ctx, out, path)
}

// once is a program that reads its presets when it starts.
func once(ctx context.Context, out io.Writer, path string) error {
	file, err := config.Load(path)
	if err != nil {
		return err
	}
	billing, err := file.Client("billing")
	if err != nil {
		return err
	}
	defer billing.Close()

	invoice, err := outbound.Post[Invoice](ctx, billing, "/invoices", map[string]int{"cents": 1250})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "billing: invoice %s of %d cents\n", invoice.ID, invoice.Cents)
	return nil
}

// watched is a program whose presets are tuned while it runs.
func watched(ctx context.Context, out io.Writer, path string) error {
	reports := make(chan error)
	watch, err := config.Watch(path,
		config.Presets("search"),
		config.Every(20*time.Millisecond),
		config.Report(func(err error) { reports <- err }),
	)
	if err != nil {
		return err
	}
	defer watch.Close()

	search := func() {
		_, err := outbound.Get[string](ctx, watch.Current("search"), "/all")
		var he *outbound.HTTPError
		if errors.As(err, &he) {
			fmt.Fprintf(out, "search: %s, gave up after %d attempts\n", he.Status, he.Attempts)
		} else {
			fmt.Fprintf(out, "search: answered, error %v\n", err)
		}
	}
	edit := func(from, to string) error {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		next := path + ".new" // nobody sees half a file
		if err := os.WriteFile(next, []byte(strings.ReplaceAll(string(text), from, to)), 0o600); err != nil {
			return err
		}
		return os.Rename(next, path)
	}

	search()
	if err := edit("attempts: 2", "attempts: three"); err != nil {
		return err
	}
	fmt.Fprintf(out, "a mistake: %v\n", strings.ReplaceAll((<-reports).Error(), path, "services.yaml"))
	if err := edit("attempts: three", "attempts: 3"); err != nil {
		return err
	}
	if err := <-reports; err != nil {
		return err
	}
	search()
	return nil
}
