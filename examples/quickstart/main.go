// Quickstart starts a server that fails in three ways before it answers, calls
// it through the house preset, and shows what comes of it: the log lines, the
// typed answer, and an error field by field. It ends by itself.
//
//	go run ./examples/quickstart
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// User is what the server answers.
type User struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

func main() {
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	server := startServer()
	defer server.Close()

	client, err := outbound.New(
		outbound.Preset("users",
			outbound.Standard(),
			outbound.WithBaseURL(server.URL),
			outbound.WithLogger(newLogger(os.Stderr)),
		),
	)
	if err != nil {
		return err
	}
	defer client.Close()

	fmt.Println("1. A server that answers 503, then cuts its answer off, then hangs up, then answers:")
	begun := time.Now()
	user, err := outbound.Get[User](ctx, client, "/users/{id}",
		outbound.PathParam("id", "42"), outbound.Operation("get user"))
	if err != nil {
		return err
	}
	fmt.Printf("   %+v after %v\n\n", user, time.Since(begun).Round(100*time.Millisecond))

	fmt.Println("2. A user that does not exist:")
	_, err = outbound.Get[User](ctx, client, "/users/{id}",
		outbound.PathParam("id", "43"), outbound.Query("token", "s3cr3t"), outbound.Operation("get user"))
	var he *outbound.HTTPError
	if !errors.As(err, &he) {
		return fmt.Errorf("want an HTTPError, got %w", err)
	}
	printError(he)
	fmt.Println("   errors.Is(err, httperror.Status(404)):", errors.Is(err, httperror.Status(404)))
	return nil
}

func printError(e *outbound.HTTPError) {
	fmt.Printf("   Error()     %v\n", e)
	for _, f := range []struct {
		name  string
		value any
	}{
		{"Kind", e.Kind}, {"Client", e.Client}, {"Operation", e.Operation}, {"Method", e.Method}, {"URL", e.URL},
		{"StatusCode", e.StatusCode}, {"Status", e.Status}, {"Body", string(e.Body)}, {"Problem", e.Problem.Title},
		{"RequestID", e.RequestID}, {"Attempts", e.Attempts}, {"History", len(e.History)},
		{"Elapsed", e.Elapsed.Round(time.Millisecond)}, {"Reason", e.Reason},
	} {
		fmt.Printf("   %-11s %v\n", f.name, f.value)
	}
}
