package config_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/config"
)

// Invoice is what billing answers.
type Invoice struct {
	ID string `json:"id"`
}

func ExampleLoad() {
	err := func() error {
		file, err := config.Load("testdata/billing.yaml")
		if err != nil {
			return err
		}
		client, err := file.Client("billing")
		if err != nil {
			return err
		}
		defer client.Close()
		fmt.Println(client.Chain())
		return nil
	}()
	fmt.Println(err)
	// Output:
	// [deadline headers request-id retry attempt-timeout classify transport]
	// <nil>
}

func ExampleFile_Option() {
	err := func(base http.RoundTripper) error {
		file, err := config.Load("testdata/billing.yaml")
		if err != nil {
			return err
		}
		billing, err := file.Option("billing")
		if err != nil {
			return err
		}
		client, err := outbound.New(billing, outbound.WithMockTransport(base), outbound.WithMaxRedirects(0))
		if err != nil {
			return err
		}
		invoice, err := outbound.Get[Invoice](context.Background(), client, "/invoices/7")
		fmt.Println(invoice.ID)
		return err
	}(answer(`{"id": "7"}`))
	fmt.Println(err)
	// Output:
	// 7
	// <nil>
}

func ExampleParse_problems() {
	text := `
presets:
  billing:
    extends: standart
    timeout: 30
    retry:
      atempts: 6
`
	_, err := config.Parse([]byte(text))
	var problems config.Problems
	if errors.As(err, &problems) {
		for _, p := range problems {
			fmt.Println(p)
		}
	}
	// Output:
	// 4:14: billing: extends: there is no preset "standart"; did you mean "standard"?
	// 5:14: billing: timeout: 30 has no unit: write 30s or 30ms
	// 7:7: billing: retry: unknown key "atempts"; did you mean "attempts"?
}

func ExampleWatch() {
	log := zerolog.Nop()
	ctx := context.Background()
	err := func(base http.RoundTripper) error {
		watch, err := config.Watch("testdata/billing.yaml",
			config.Presets("billing"), // the ones whose secrets this service has
			config.Logger(log),
			config.Report(func(err error) {
				if err != nil {
					log.Error().Err(err).Msg("the presets stay as they are")
				}
			}),
			config.Client(outbound.WithMockTransport(base)), // in tests
		)
		if err != nil {
			return err
		}
		defer watch.Close()

		invoice, err := outbound.Get[Invoice](ctx, watch.Current("billing"), "/invoices/7")
		fmt.Println(invoice.ID)
		return err
	}(answer(`{"id": "7"}`))
	fmt.Println(err)
	// Output:
	// 7
	// <nil>
}

func ExampleFile_Explain() {
	file, err := config.Load("testdata/billing.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	x, err := file.Explain("billing")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range x.Settings {
		if s.Preset != "" {
			fmt.Printf("%s = %s from %s\n", s.Key, s.Value, s.From(x.Name))
		}
	}
	steps, worst := x.Schedule()
	fmt.Println(len(steps), "attempts,", worst.Round(time.Second), "at worst")
	// Output:
	// extends = standard from testdata/billing.yaml:3:14
	// base_url = https://billing.example.com from testdata/billing.yaml:4:15
	// timeout = 1m from standard
	// attempt_timeout = 10s from standard
	// retry.attempts = 3 from testdata/billing.yaml:6:17
	// retry.budget = {tokens: 10, ratio: 0.2} from standard
	// request_id = X-Request-Id from standard
	// 3 attempts, 33s at worst
}

// answer is a base that gives one answer to all.
func answer(body string) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(body)), Request: req,
		}, nil
	})
}
