// Failures makes twenty kinds of failure on this machine and prints for each what
// a client of outbound says of it: the lines of its log, the text of the error,
// and Explain. It ends by itself.
//
//	go run ./examples/failures
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/retry"
)

// secret is part of the query of every call, of the client's credentials, and of
// the bodies of the server. It is in no line that the program prints.
const secret = "s3cr3t-canary"

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// run makes every failure and prints it to out.
func run(ctx context.Context, out io.Writer) error {
	s := start()
	defer s.close()
	for i, f := range failures() {
		if err := show(ctx, out, s, i+1, f); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return nil
}

// show makes one failure and prints it.
func show(ctx context.Context, out io.Writer, s *servers, n int, f failure) error {
	zerolog.TimeFieldFormat = "2006-01-02T15:04:05.000Z07:00"
	zerolog.DurationFieldInteger = false
	var lines bytes.Buffer
	client, err := s.client(f, zerolog.New(&lines).Level(zerolog.DebugLevel).With().Timestamp().Logger())
	if err != nil {
		return err
	}
	defer client.Close()
	err = f.call(ctx, client, s)
	var he *outbound.HTTPError
	if !errors.As(err, &he) {
		return fmt.Errorf("want an HTTPError, got %w", err)
	}
	_, err = fmt.Fprintf(out, "%d. %s\n\n%s\nThe error:\n%s\n\nExplained:\n%s\n\n", n, f.name,
		logged(lines.String()), err, strings.TrimSuffix(he.Explain(), "\n"))
	return err
}

// logged is the log from level info on. A call that the caller cancels has its line
// at debug.
func logged(all string) string {
	var info strings.Builder
	for l := range strings.Lines(all) {
		if !strings.Contains(l, `"level":"debug"`) {
			info.WriteString(l)
		}
	}
	if info.Len() == 0 {
		return "The log (nothing at level info, since a canceled call is no error; at level debug):\n" + all
	}
	return "The log:\n" + info.String()
}

// client makes the client of a failure: four attempts with short waits, and what
// the failure needs.
func (s *servers) client(f failure, logger zerolog.Logger) (*outbound.Client, error) {
	policy := retry.Policy{MaxElapsed: 5 * time.Second, Wait: retry.Constant(20 * time.Millisecond), Jitter: retry.NoJitter}
	opts := []outbound.Option{
		outbound.WithBaseURL(s.web.URL), outbound.WithLogger(logger), outbound.WithoutProxy(), outbound.WithRetry(policy),
		outbound.WithRequestID("X-Request-Id"), outbound.WithHeader("X-Api-Key", secret),
	}
	if f.options != nil {
		opts = append(opts, f.options(s)...)
	}
	return outbound.New(outbound.Preset("billing", opts...))
}
