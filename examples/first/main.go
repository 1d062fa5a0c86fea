package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"sync"

	"example.com/outbound"
)

type User struct{ Name string }

func main() {
	var first sync.Once
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		first.Do(func() { w.WriteHeader(503) }) // the first request fails
		fmt.Fprint(w, `{"name": "Ada"}`)
	}))
	defer server.Close()

	client, err := outbound.New(outbound.Standard(), outbound.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	var meta outbound.ResponseMeta
	user, err := outbound.Get[User](context.Background(), client, "/users/{id}",
		outbound.PathParam("id", "42"), outbound.Meta(&meta))
	fmt.Println(user.Name, "after", meta.Attempts, "attempts:", err)
}
