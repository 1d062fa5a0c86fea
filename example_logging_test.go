package outbound_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"regexp"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
	"example.com/outbound/mock"
)

// steady writes lines to the standard output with the durations that vary left
// out.
type steady struct{}

var varies = regexp.MustCompile(`"duration_ms":[0-9.e-]+,|duration_ms=\S+ `)

func (steady) Write(p []byte) (int, error) {
	_, err := os.Stdout.Write(varies.ReplaceAll(p, nil))
	return len(p), err
}

// loggedClient is exampleClient with a line per call.
func loggedClient(log zerolog.Logger, opts []logging.Option, replies ...mock.Reply) (*outbound.Client, func()) {
	client, done := exampleClient(replies...)
	client, err := client.With(outbound.WithLogger(log, opts...))
	if err != nil {
		panic(err)
	}
	return client, done
}

func ExampleWithLogger() {
	log := zerolog.New(steady{}).Level(zerolog.InfoLevel)
	err := func() error {
		client, err := outbound.New(
			outbound.Preset("users", outbound.WithBaseURL("https://users.example.com")),
			outbound.WithLogger(log, logging.Slow(2*time.Second)),
		)
		if err != nil {
			return err
		}
		return client.Close()
	}()
	fmt.Println(err)

	client, done := loggedClient(log, nil, mock.JSON(200, User{ID: 42, Name: "Ada"}))
	defer done()
	_, _ = outbound.Get[User](context.Background(), client, "/users/42", outbound.Operation("get user"))
	// Output:
	// <nil>
	// {"level":"info","operation":"get user","method":"GET","url":"https://users.example.com/users/42","status":200,"attempts":1,"bytes":22,"message":"call"}
}

func ExampleLog() {
	client, done := exampleClient(mock.JSON(200, User{ID: 42, Name: "Ada"})) // logs nothing by itself
	defer done()
	log := zerolog.New(steady{}).Level(zerolog.InfoLevel)
	ctx := log.WithContext(context.Background())

	user, err := outbound.Get[User](ctx, client, "/users/42", outbound.Log(zerolog.WarnLevel))
	fmt.Println(user.Name, err)
	// Output:
	// {"level":"warn","method":"GET","url":"https://users.example.com/users/42","attempt":1,"message":"send"}
	// {"level":"warn","method":"GET","url":"https://users.example.com/users/42","status":200,"attempts":1,"bytes":22,"message":"call"}
	// Ada <nil>
}

func ExampleWithLogger_context() {
	log := zerolog.New(steady{}).Level(zerolog.InfoLevel)
	client, done := loggedClient(zerolog.New(io.Discard), nil, mock.JSON(200, User{ID: 42, Name: "Ada"}))
	defer done()
	ctx := context.Background()

	ctx = log.With().Str("tenant", "t1").Logger().WithContext(ctx)
	user, err := outbound.Get[User](ctx, client, "/users/42")
	fmt.Println(user.Name, err)
	// Output:
	// {"level":"info","tenant":"t1","method":"GET","url":"https://users.example.com/users/42","status":200,"attempts":1,"bytes":22,"message":"call"}
	// Ada <nil>
}

func ExampleWithLogger_level() {
	level, err := logging.ParseLevel("Warning")
	fmt.Println(level, err)
	_, err = logging.ParseLevel("verbose")
	fmt.Println(err)
	// Output:
	// warn <nil>
	// logging: ParseLevel("verbose"): no such level
}

func ExampleWithLogger_slog() {
	before := slog.Default()
	defer slog.SetDefault(before)
	slog.SetDefault(slog.New(slog.NewTextHandler(steady{}, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}})))
	client, err := outbound.New(outbound.WithLogger(logging.Slog(slog.Default())))
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = client.Close()
	_, _ = outbound.Get[User](context.Background(), client, "https://users.example.com/users/42")
	// Output:
	// level=ERROR msg="call failed" method=GET url=https://users.example.com/users/42 kind=closed attempts=0 reason=not_retryable delivery=not_sent error="closed: the client was closed"
}

func ExampleWithLogger_console() {
	_ = func() zerolog.Logger {
		log := zerolog.New(logging.Console(os.Stderr)).With().Timestamp().Logger()
		return log
	}
	log := zerolog.New(logging.Console(os.Stdout)).Level(zerolog.InfoLevel)
	log.Info().Str("version", "1.2").Msg("ready")
	// Output:
	// INF ready version=1.2
}
