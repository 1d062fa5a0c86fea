package logging_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/rs/zerolog"

	"example.com/outbound"
)

func TestTwoHundredCallsAtOnceAreTwoHundredWholeLines(t *testing.T) {
	const calls = 200
	var log buffer
	base := script(func(req *http.Request) (*http.Response, error) { return status(200, `{}`)(req) })
	c := client(t, base, zerolog.New(&log).Level(zerolog.InfoLevel), everything())
	var wg sync.WaitGroup
	for i := range calls {
		wg.Go(func() {
			_, err := outbound.Post[struct{}](ctx(), c, fmt.Sprintf("/users/%d", i), map[string]int{"id": i})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()

	seen := map[string]bool{}
	for line := range bytes.Lines(log.Bytes()) {
		var m struct {
			URL  string
			JSON struct{ ID int }
		}
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if want := fmt.Sprintf("https://api.example.com/v1/users/%d", m.JSON.ID); m.URL != want {
			t.Errorf("the line of %s has the body of %s", m.URL, want)
		}
		seen[m.URL] = true
	}
	if got := bytes.Count(log.Bytes(), []byte("\n")); got != calls || len(seen) != calls {
		t.Errorf("got %d lines of %d calls, want %d", got, len(seen), calls)
	}
}
