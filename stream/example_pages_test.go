package stream_test

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"example.com/outbound"
	"example.com/outbound/stream"
)

func ExampleEvents_post() {
	c, done := service(func(w http.ResponseWriter, req *http.Request) {
		if req.Header.Get("Last-Event-ID") != "" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", "text/event-stream")
		body, _ := io.ReadAll(req.Body)
		_, _ = fmt.Fprintf(w, "retry: 1\nid: 1\ndata: %s %s\n\n", req.Method, body)
	})
	defer done()
	ctx := context.Background()
	query := map[string]string{"q": "tea"}

	for event, err := range stream.Events(ctx, c, "/search", outbound.Method("POST", query)) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(event.Data)
	}
	// Output: POST {"q":"tea"}
}

func ExampleNextLink() {
	next := stream.NextLink[[]string]()
	page := outbound.ResponseMeta{Header: http.Header{"Link": {`</users?page=1>; rel="prev", </users?page=3>; rel="next"`}}}

	path, ok := next(nil, page)
	fmt.Println(path, ok)
	// Output: /users?page=3 true
}

func ExamplePageNumber() {
	c, done := service(func(w http.ResponseWriter, req *http.Request) {
		_, _ = fmt.Fprintf(w, `{"number":%q,"last":%t}`, req.URL.Query().Get("page"), req.URL.Query().Get("page") == "3")
	})
	defer done()

	type users struct {
		Number string
		Last   bool
	}
	next := stream.PageNumber("page", func(p users) bool { return !p.Last })
	for page, err := range stream.Pages(context.Background(), c, "/users?page=1", next) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("page", page.Number)
	}
	// Output:
	// page 1
	// page 2
	// page 3
}

func ExampleOffset() {
	c, done := service(func(w http.ResponseWriter, req *http.Request) {
		_, _ = io.WriteString(w, map[string]string{"": `["ada","grace"]`, "2": `["edsger"]`, "3": `[]`}[req.URL.Query().Get("offset")])
	})
	defer done()

	next := stream.Offset("offset", func(page []string) int { return len(page) })
	for page, err := range stream.Pages(context.Background(), c, "/users", next) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(page)
	}
	// Output:
	// [ada grace]
	// [edsger]
	// []
}

func ExampleNext() {
	c, done := service(func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Query().Get("after") == "" {
			_, _ = io.WriteString(w, `{"names":["ada"],"nextURL":"/users?after=ada"}`)
			return
		}
		_, _ = io.WriteString(w, `{"names":["grace"]}`)
	})
	defer done()
	ctx := context.Background()

	type users struct {
		Names   []string
		NextURL string
	}
	next := func(page users, _ outbound.ResponseMeta) (string, bool) { return page.NextURL, page.NextURL != "" }
	for page, err := range stream.Pages(ctx, c, "/users", next) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(page.Names)
	}
	// Output:
	// [ada]
	// [grace]
}
