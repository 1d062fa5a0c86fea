package outbound_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
	"example.com/outbound/stream"
)

// What docs/cookbook.md shows of bodies.

func Example_errorBody() {
	ctx := context.Background()
	client, base, done := mocked()
	defer done()
	base.On("POST", "/orders", mock.JSON(422, map[string]string{"code": "sold_out", "detail": "no tea left"}))

	var problem struct {
		Code   string `json:"code"`
		Detail string `json:"detail"`
	}
	_, err := outbound.Post[Order](ctx, client, "/orders", Order{Item: "tea"},
		outbound.ErrorInto(&problem))
	if errors.Is(err, httperror.Status(422)) {
		fmt.Println(problem.Code, problem.Detail)
	}
	// Output: sold_out no tea left
}

func Example_xml() {
	ctx := context.Background()
	client, base, done := mocked()
	defer done()
	base.On("POST", "/invoices", mock.Text(200, "<invoice><total>8</total></invoice>").With("Content-Type", "application/xml"))

	type invoice struct {
		XMLName xml.Name `xml:"invoice"`
		Total   int      `xml:"total"`
	}
	made, err := outbound.Post[invoice](ctx, client, "/invoices", invoice{Total: 7},
		outbound.Header("Content-Type", "application/xml"),
		outbound.Header("Accept", "application/xml"))
	fmt.Println(string(base.Requests()[0].Body), made.Total, err)
	// Output: <invoice><total>7</total></invoice> 8 <nil>
}

func Example_form() {
	ctx := context.Background()
	client, base, done := mocked()
	defer done()
	base.On("POST", "/login", mock.JSON(200, User{Name: "Ada"}))

	user, err := outbound.Post[User](ctx, client, "/login", url.Values{
		"name": {"ada"},
		"role": {"admin", "author"},
	})
	sent := base.Requests()[0]
	fmt.Println(sent.Header.Get("Content-Type"), string(sent.Body), user.Name, err)
	// Output: application/x-www-form-urlencoded name=ada&role=admin&role=author Ada <nil>
}

func Example_multipart() {
	ctx := context.Background()
	client, base, done := mocked()
	defer done()
	base.On("POST", "/reports", mock.Status(201))
	file := strings.NewReader("a,b\n")

	_, err := outbound.Post[struct{}](ctx, client, "/reports", outbound.Multipart{
		Fields: url.Values{"title": {"May"}},
		Files: []outbound.File{
			{Field: "report", Name: "may.csv", ContentType: "text/csv", Body: file},
		},
	})
	fmt.Println(bytes.Contains(base.Requests()[0].Body, []byte(`filename="may.csv"`)), err)
	// Output: true <nil>
}

func Example_uploadWithProgress() {
	ctx := context.Background()
	client, base, done := mocked()
	defer done()
	base.On("PUT", "/backup", mock.Status(204))
	file, err := os.CreateTemp("", "backup")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.Remove(file.Name())
	if err := os.WriteFile(file.Name(), make([]byte, 1000), 0o600); err != nil {
		fmt.Println(err)
	}
	var sent int64

	_, err = outbound.Put[struct{}](ctx, client, "/backup", file,
		outbound.Progress(func(done, total int64) { sent = max(sent, done) }),
		outbound.Timeout(0)) // as long as it takes
	fmt.Println(sent, err)
	// Output: 1000 <nil>
}

func Example_idempotentPost() {
	ctx := context.Background()
	client, base, done := mocked(atOnce(retry.Policy{}))
	defer done()
	base.On("POST", "/orders", mock.Reset(), mock.Status(201))

	_, err := outbound.Post[struct{}](ctx, client, "/orders", Order{Item: "tea"},
		outbound.Header("Idempotency-Key", "order-4711"))
	fmt.Println(len(base.Requests()), err)
	// Output: 2 <nil>
}

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
