package logging_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"regexp"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
)

func Example() {
	upstream := middleware.Func(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody}, nil
	})
	client, err := outbound.New(
		outbound.Preset("users", outbound.WithBaseURL("https://users.example.com")),
		outbound.WithLogger(zerolog.New(withoutDuration{}).Level(zerolog.InfoLevel), logging.Params()),
		outbound.WithMockTransport(upstream),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	_, err = outbound.Get[struct{}](context.Background(), client, "/users", outbound.Query("team", "blue"), outbound.Query("token", "s3cret"))
	fmt.Println(err)
	// Output:
	// {"level":"info","client":"users","method":"GET","url":"https://users.example.com/users?team=xxxxx&token=xxxxx","status":204,"attempts":1,"bytes":0,"params":"team=blue&token=xxxxx","message":"call"}
	// <nil>
}

// withoutDuration writes lines to the standard output without what varies.
type withoutDuration struct{}

func (withoutDuration) Write(p []byte) (int, error) {
	_, err := os.Stdout.Write(regexp.MustCompile(`"duration_ms":[0-9.e-]+,`).ReplaceAll(p, nil))
	return len(p), err
}
