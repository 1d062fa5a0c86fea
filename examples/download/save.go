package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"example.com/outbound"
)

// save downloads url into the file of that name and returns its size. The file
// is written under another name and takes its own when it is whole and on the
// disk: nobody ever sees half of it. The body is streamed, so that its size does
// not matter; it ends with ctx, or when no byte comes for the client's
// [outbound.WithBodyIdleTimeout].
func save(ctx context.Context, c *outbound.Client, url, name string) (n int64, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	resp, err := c.Do(req, outbound.Stream())
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()

	part, err := os.CreateTemp(filepath.Dir(name), ".download-*")
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			_ = part.Close()
			_ = os.Remove(part.Name())
		}
	}()
	if n, err = io.Copy(part, resp.Body); err != nil { // cut off: an *HTTPError of kind body
		return 0, err
	}
	if err = part.Sync(); err != nil {
		return 0, err
	}
	if err = part.Close(); err != nil {
		return 0, err
	}
	err = os.Rename(part.Name(), name)
	return n, err
}
