package logging_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/logging"
	"example.com/outbound/retry"
)

var noRetry = retry.Policy{Attempts: 1}

// The name says the unit, so the unit of the service's own durations does not
// change it.
func TestMillisecondsAreMillisecondsWhateverTheServiceUses(t *testing.T) {
	was := zerolog.DurationFieldUnit
	zerolog.DurationFieldUnit = time.Second
	defer func() { zerolog.DurationFieldUnit = was }()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		c := client(t, script(after(1500*time.Microsecond, status(503, "", "Retry-After", "2")), after(350*time.Microsecond, status(200, `{}`))), zerolog.New(&log).Level(zerolog.InfoLevel), nil)
		if _, err := outbound.Get[struct{}](ctx(), c, "/x"); err != nil {
			t.Fatal(err)
		}
		all := lines(t, log.Bytes())
		if all[0]["duration_ms"] != 1.5 || all[0]["wait_ms"] != 2000.0 || all[0]["kind"] != "server_status" || all[0]["error"] == nil {
			t.Errorf("the retry: got %v", all[0])
		}
		if all[1]["duration_ms"] != 2001.85 {
			t.Errorf("the call: got %v", all[1])
		}
	})
}

func TestADurationBelowAMillisecondIsNotZero(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log, console bytes.Buffer
		for _, l := range []zerolog.Logger{zerolog.New(&log).Level(zerolog.InfoLevel), zerolog.New(logging.Console(&console)).Level(zerolog.InfoLevel)} {
			c := client(t, script(after(1234*time.Nanosecond, status(200, `{}`))), l, nil)
			if _, err := outbound.Get[struct{}](ctx(), c, "/x"); err != nil {
				t.Fatal(err)
			}
		}
		if got := lines(t, log.Bytes())[0]["duration_ms"]; got != 0.001234 || !strings.Contains(console.String(), "1.23µs") {
			t.Errorf("got %v and %s", got, &console)
		}
	})
}

// A number that no float64 holds is no reason to lose the line.
func TestAServerCannotMakeALineOfSlogDisappear(t *testing.T) {
	for _, body := range []string{`{"n":1e400}`, `{"n":18446744073709551615}`, `{"a":[1e400,{"b":-1e999}],"n":0.10}`, strings.Repeat(`{"a":`, 1000) + "1" + strings.Repeat("}", 1000)} {
		var plain, bridged bytes.Buffer
		for _, l := range []zerolog.Logger{zerolog.New(&plain), logging.Slog(slog.New(slog.NewJSONHandler(&bridged, nil)))} {
			c := client(t, script(status(422, body)), l, []logging.Option{logging.Bodies(1 << 20)})
			var failed *outbound.HTTPError
			if _, err := outbound.Get[struct{}](ctx(), c, "/x"); !errors.As(err, &failed) {
				t.Fatal(err)
			}
		}
		if !strings.Contains(plain.String(), `"response_json":`+body) || !strings.Contains(bridged.String(), `"response_json":`+body) {
			t.Errorf("%.60s: zerolog has %.300s, slog %.300s", body, &plain, &bridged)
		}
	}
}

// Numbers of the application stay numbers.
func TestSlogLeavesNumbersOfTheApplicationAlone(t *testing.T) {
	var out bytes.Buffer
	log := logging.Slog(slog.New(slog.NewTextHandler(&out, nil)))
	log.Info().Int("connect", 3).Int("wait", 5).Int("duration", 7).Msg("pool")
	if !strings.HasSuffix(out.String(), "msg=pool connect=3 wait=5 duration=7\n") {
		t.Errorf("got %s", &out)
	}
}

// A reader of the line of a failure is told whether the call may be repeated and
// which limit has ended it.
func TestAFailureSaysItsDeliveryAndItsLimit(t *testing.T) {
	var log, console bytes.Buffer
	for _, l := range []*logging.Logger{logging.New(zerolog.New(&log)), logging.New(zerolog.New(logging.Console(&console)))} {
		l.Finish(call.New(ctx()), &httperror.Error{Kind: httperror.Timeout, Limit: "attempt timeout 10s", Delivery: httperror.MaybeProcessed})
		l.Finish(call.New(ctx()), nil)
	}
	all := lines(t, log.Bytes())
	if all[0]["message"] != "call failed" || all[0]["delivery"] != "maybe_processed" || all[0]["limit"] != "attempt timeout 10s" {
		t.Errorf("got %v", all[0])
	}
	if all[1]["message"] != "call" || all[1]["delivery"] != nil || all[1]["limit"] != nil {
		t.Errorf("a success: got %v", all[1])
	}
	if !strings.Contains(strings.Join(strings.Fields(console.String()), " "), "limit: attempt timeout 10s, may have been processed") {
		t.Errorf("got %s", &console)
	}
}

func TestATimestampOfZerologDoesNotShortenTheTimeOfSlog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &recorder{}
		log := logging.Slog(slog.New(h)).With().Timestamp().Logger()
		time.Sleep(1234567 * time.Nanosecond)
		c := client(t, script(status(200, `{}`)), log, nil)
		if _, err := outbound.Get[struct{}](ctx(), c, "/x"); err != nil {
			t.Fatal(err)
		}
		for _, r := range h.records {
			if !r.Time.Equal(time.Now()) {
				t.Errorf("got %v, want %v", r.Time, time.Now())
			}
			r.Attrs(func(a slog.Attr) bool {
				if a.Key == zerolog.TimestampFieldName {
					t.Errorf("the time is an attribute too: %v", a)
				}
				return true
			})
		}
	})
}
