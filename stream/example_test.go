package stream_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	"example.com/outbound"
	"example.com/outbound/stream"
)

// service is a server for the examples.
func service(h http.HandlerFunc) (c *outbound.Client, done func()) {
	s := httptest.NewServer(h)
	c, err := outbound.New(outbound.Standard(), outbound.WithBaseURL(s.URL))
	if err != nil {
		panic(err)
	}
	return c, func() { _ = c.Close(); s.Close() }
}

func ExampleEvents() {
	c, done := service(func(w http.ResponseWriter, req *http.Request) {
		if req.Header.Get("Last-Event-ID") != "" {
			w.WriteHeader(http.StatusNoContent) // there is nothing more
			return
		}
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, "retry: 1\nid: 1\nevent: price\ndata: 42\n\nid: 2\ndata: bye\n\n")
	})
	defer done()
	ctx := context.Background()

	for event, err := range stream.Events(ctx, c, "/prices") {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(event.ID, event.Type, event.Data)
	}
	// Output:
	// 1 price 42
	// 2 message bye
}

func ExampleLines() {
	c, done := service(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-ndjson")
		_, _ = io.WriteString(w, `{"name":"ada"}`+"\n"+`{"name":"grace"}`+"\n")
	})
	defer done()
	ctx := context.Background()

	type user struct{ Name string }
	for u, err := range stream.Lines[user](ctx, c, "/users") {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(u.Name)
	}
	// Output:
	// ada
	// grace
}

func ExamplePages() {
	c, done := service(func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Query().Get("page") == "2" {
			_, _ = io.WriteString(w, `["c"]`)
			return
		}
		w.Header().Set("Link", `</users?page=2>; rel="next"`)
		_, _ = io.WriteString(w, `["a","b"]`)
	})
	defer done()
	ctx := context.Background()

	for page, err := range stream.Pages(ctx, c, "/users", stream.NextLink[[]string]()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(page)
	}
	// Output:
	// [a b]
	// [c]
}

func ExampleCursor() {
	c, done := service(func(w http.ResponseWriter, req *http.Request) {
		next := map[string]string{"": "x", "x": ""}[req.URL.Query().Get("cursor")]
		_, _ = fmt.Fprintf(w, `{"next":%q}`, next)
	})
	defer done()

	type users struct{ Next string }
	n := 0
	for _, err := range stream.Pages(context.Background(), c, "/users", stream.Cursor("cursor", func(p users) string { return p.Next })) {
		if err != nil {
			fmt.Println(err)
			return
		}
		n++
	}
	fmt.Println(n, "pages")
	// Output: 2 pages
}

func ExamplePoll() {
	polls := 0
	c, done := service(func(w http.ResponseWriter, req *http.Request) {
		switch {
		case req.Method == http.MethodPost:
			w.Header().Set("Operation-Location", "/jobs/7")
			w.WriteHeader(http.StatusAccepted)
		case polls == 0:
			polls++
			w.WriteHeader(http.StatusAccepted)
		default:
			_, _ = io.WriteString(w, `{"state":"done"}`)
		}
	})
	defer done()
	ctx := context.Background()

	var begun outbound.ResponseMeta
	if _, err := outbound.Post[struct{}](ctx, c, "/jobs", nil, outbound.Meta(&begun)); err != nil {
		fmt.Println(err)
		return
	}
	type job struct{ State string }
	result, err := stream.Poll[job](ctx, c, &begun, stream.Polling{Every: 1})
	fmt.Println(result.State, err)
	// Output: done <nil>
}

func ExampleDownload() {
	c, done := service(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "content") })
	defer done()
	ctx := context.Background()

	meta, err := stream.Download(ctx, c, "/report.txt", os.Stdout)
	fmt.Println("", meta.StatusCode, err)
	// Output: content 200 <nil>
}

func ExampleDownloadFile() {
	c, done := service(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.Repeat("x", 1000)) })
	defer done()
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)

	last := int64(0)
	_, err = stream.DownloadFile(ctx, c, "/report.txt", dir+"/report.txt",
		outbound.Progress(func(done, total int64) { last = done }))
	fmt.Println(last, err)
	// Output: 1000 <nil>
}
