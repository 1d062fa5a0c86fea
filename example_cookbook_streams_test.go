package outbound_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"example.com/outbound"
	"example.com/outbound/mock"
	"example.com/outbound/stream"
)

// What docs/cookbook.md shows of package stream.

func Example_downloadWithProgress() {
	ctx := context.Background()
	client, base, done := mocked()
	defer done()
	base.On("GET", "/report.csv", mock.Text(200, "a,b\n"))
	dir, err := os.MkdirTemp("", "download")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "report.csv")

	meta, err := stream.DownloadFile(ctx, client, "/report.csv", name,
		outbound.Progress(func(done, total int64) { fmt.Println(done, "of", total, "bytes") }))
	text, _ := os.ReadFile(name)
	fmt.Printf("%d %q %v\n", meta.StatusCode, text, err)
	// Output:
	// 4 of 4 bytes
	// 200 "a,b\n" <nil>
}

func Example_pagination() {
	ctx := context.Background()
	client, base, done := mocked()
	defer done()
	base.On("GET", "/users", mock.JSON(200, []User{{Name: "Ada"}}).With("Link", `</users?page=2>; rel="next"`)).Once()
	base.On("GET", "/users", mock.JSON(200, []User{{Name: "Bob"}})).Query("page", "2")

	err := func() error {
		for page, err := range stream.Pages(ctx, client, "/users", stream.NextLink[[]User]()) {
			if err != nil {
				return err
			}
			for _, user := range page {
				fmt.Println(user.Name)
			}
		}
		return nil
	}()
	fmt.Println(err)
	// Output:
	// Ada
	// Bob
	// <nil>
}

func Example_events() {
	ctx := context.Background()
	client, base, done := mocked()
	defer done()
	base.On("GET", "/events", mock.Text(200, "data: one\n\nevent: end\ndata:\n\n").With("Content-Type", "text/event-stream"))

	err := func() error {
		for event, err := range stream.Events(ctx, client, "/events") {
			if err != nil {
				return err
			}
			if event.Type == "end" {
				break // closes the response
			}
			fmt.Println(event.Type, event.Data)
		}
		return nil
	}()
	fmt.Println(err)
	// Output:
	// message one
	// <nil>
}

func Example_operation() {
	ctx := context.Background()
	client, base, done := mocked()
	defer done()
	base.On("POST", "/exports", mock.Status(202).With("Location", "/exports/7"))
	base.On("GET", "/exports/7", mock.Status(202).With("Retry-After", "0"), mock.JSON(200, Order{Item: "tea"}))

	export, err := func() (none Order, _ error) {
		var first outbound.ResponseMeta
		if _, err := outbound.Post[struct{}](ctx, client, "/exports", nil, outbound.Meta(&first)); err != nil {
			return none, err
		}
		return stream.Poll[Order](ctx, client, &first, stream.Polling{MaxWait: time.Minute})
	}()
	fmt.Println(export.Item, err)
	// Output: tea <nil>
}
