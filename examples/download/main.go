// Download streams a big body into a file, which has its name when it is whole.
// It starts a server whose first answer is cut off, and ends by itself.
//
//	go run ./examples/download
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"time"

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
	dir, err := os.MkdirTemp("", "download")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	client, err := outbound.New(outbound.Preset("archive", outbound.Standard()))
	if err != nil {
		return err
	}
	defer client.Close()

	file := filepath.Join(dir, "archive.bin")
	policy := retry.Policy{
		Wait: retry.Constant(20 * time.Millisecond),
		Observe: func(e retry.Event) {
			if e.Type == retry.Backoff {
				fmt.Fprintf(out, "attempt %d failed, files so far: %d\n", e.Attempt, count(dir))
			}
		},
	}
	// The client repeats what fails before the body is handed over. What fails
	// in the middle of it only the caller can repeat: the bytes are his.
	n, err := retry.Do(ctx, policy, func(ctx context.Context) (int64, error) {
		return save(ctx, client, server.URL+"/archive.bin", file)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s has %d MiB, files: %d\n", filepath.Base(file), n>>20, count(dir))
	return nil
}

// count is the number of files in dir.
func count(dir string) int {
	entries, _ := os.ReadDir(dir)
	return len(entries)
}
