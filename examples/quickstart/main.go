// Quickstart starts a server that fails in three ways before it answers, calls it
// with outbound.Standard(), and shows what the caller sees: the log lines, the
// typed answer, an error field by field, and its explanation. It ends by itself.
//
//	go run ./examples/quickstart
//
// The first run compiles the library and its dependencies, which may take a minute.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
)

// User is what the server answers.
type User struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

func main() {
	if err := run(context.Background(), os.Stdout, os.Stderr); err != nil {
		log.Fatal(err)
	}
}

// run prints to out. The client logs to logs, in lines for people; a service would
// log JSON: zerolog.New(os.Stderr).
func run(ctx context.Context, out, logs io.Writer) error {
	server := startServer()
	defer server.Close()

	// at the debug level the log would show every attempt too
	logger := zerolog.New(logging.Console(logs)).Level(zerolog.InfoLevel).With().Timestamp().Logger()
	client, err := outbound.New(
		outbound.Preset("users",
			outbound.Standard(),
			outbound.WithBaseURL(server.URL),
			outbound.WithLogger(logger),
		),
	)
	if err != nil {
		return err
	}
	defer client.Close()

	_, _ = fmt.Fprintln(out, `The server fails on purpose. Lines that begin with a time are the client's log.

1. Get user 42. The first attempt is answered 503 with "Retry-After: 1", the
   second with half a body, the third not at all, the fourth with the user:`)
	begin := time.Now()
	user, err := outbound.Get[User](ctx, client, "/users/{id}",
		outbound.PathParam("id", "42"), outbound.Operation("get user"))
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "   The call returned %+v after %v.\n\n", user, time.Since(begin).Round(100*time.Millisecond))

	_, _ = fmt.Fprintln(out, `2. Get user 43, who does not exist. A 404 is not sent again. The query has a
   secret, which is in no log line and in no error:`)
	_, err = outbound.Get[User](ctx, client, "/users/{id}",
		outbound.PathParam("id", "43"), outbound.Query("token", "s3cr3t"), outbound.Operation("get user"))
	var he *outbound.HTTPError
	if !errors.As(err, &he) {
		return fmt.Errorf("want an HTTPError, got %w", err)
	}
	printError(out, he)

	_, _ = fmt.Fprintf(out, "\n3. The same error explained for people, by he.Explain():\n\n%s", he.Explain())
	return nil
}
