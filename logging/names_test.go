package logging_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
)

// A name of WithSecretNames is a secret wherever a line could show its value.
func TestTheValuesOfTheOrganisationsOwnNamesAreNotLogged(t *testing.T) {
	const canary = "DE02120300000000202051"
	contents := map[string]string{
		"application/json":                  `{"iban":"` + canary + `","a":1}`,
		"application/x-www-form-urlencoded": "iban=" + canary + "&a=1",
		"application/xml":                   "<a><iban>" + canary + "</iban></a>",
		"text/plain":                        "iban: " + canary,
	}
	for contentType, content := range contents {
		for name, log := range map[string]func(io.Writer) zerolog.Logger{
			"zerolog": func(w io.Writer) zerolog.Logger { return zerolog.New(w) },
			"console": func(w io.Writer) zerolog.Logger { return zerolog.New(logging.Console(w)) },
			"slog": func(w io.Writer) zerolog.Logger {
				return logging.Slog(slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug - 4})))
			},
		} {
			t.Run(name+" "+contentType, func(t *testing.T) {
				var out bytes.Buffer
				base := script(
					func(*http.Request) (*http.Response, error) {
						return nil, errors.New("iban=" + canary + " is not known")
					},
					status(302, "", "Location", "https://api.example.com/y?iban="+canary),
					status(400, content, "Content-Type", contentType, "X-Iban", canary, "Iban", canary, "Deprecation", "iban="+canary))
				c := client(t, base, log(&out), []logging.Option{logging.Attempts(zerolog.InfoLevel), logging.Params(), logging.Bodies(1 << 16),
					logging.Headers("X-Iban", "IBAN"), logging.Curl()}, outbound.WithSecretNames("iban"))
				opts := []outbound.CallOption{outbound.Header("Content-Type", contentType), outbound.Header("X-Iban", canary), outbound.Query("iban", canary), outbound.Idempotent()}
				for range 2 {
					if _, err := outbound.Post[[]byte](ctx(), c, "/x", content, opts...); err == nil {
						t.Fatal("got no error")
					}
				}
				if i := strings.Index(out.String(), canary); i >= 0 {
					t.Errorf("the value is in the log: …%s", out.String()[max(0, i-300):min(out.Len(), i+30)])
				}
				if n := strings.Count(out.String(), "curl"); n < 3 {
					t.Errorf("got %d commands: %s", n, &out)
				}
			})
		}
	}
}
