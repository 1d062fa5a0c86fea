package logging_test

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
	"example.com/outbound/retry"
)

func TestWhoseLoggerTheLineGoesTo(t *testing.T) {
	ok := script(status(200, `{}`))
	for _, tt := range []struct {
		name    string
		context func(own zerolog.Logger) context.Context
		opts    []outbound.CallOption
		own     int // lines in the context's logger
		client  int // lines in the client's
	}{
		{"the client's, where the context has none", func(zerolog.Logger) context.Context { return context.Background() }, nil, 0, 1},
		{"the context's, where it has one", func(l zerolog.Logger) context.Context { return l.WithContext(context.Background()) }, nil, 1, 0},
		{"the client's, where the context's is disabled", func(l zerolog.Logger) context.Context {
			return l.Level(zerolog.Disabled).WithContext(l.WithContext(context.Background()))
		}, nil, 0, 1},
		{"the context's with its own level", func(l zerolog.Logger) context.Context {
			return l.Level(zerolog.ErrorLevel).WithContext(context.Background())
		}, nil, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var own, log bytes.Buffer
			c := client(t, ok, zerolog.New(&log).Level(zerolog.InfoLevel), nil)
			ctx := tt.context(zerolog.New(&own).Level(zerolog.InfoLevel).With().Str("tenant", "t1").Logger())
			if _, err := outbound.Get[struct{}](ctx, c, "/x", tt.opts...); err != nil {
				t.Fatal(err)
			}
			if got := len(lines(t, own.Bytes())); got != tt.own {
				t.Errorf("the context's logger has %d lines, want %d", got, tt.own)
			}
			if got := len(lines(t, log.Bytes())); got != tt.client {
				t.Errorf("the client's logger has %d lines, want %d", got, tt.client)
			}
			if tt.own > 0 && !strings.Contains(own.String(), `"tenant":"t1"`) {
				t.Errorf("the service's own field is not on the line: %s", &own)
			}
		})
	}
}

func TestADefaultOfTheProcessDoesNotTakeTheLineFromTheClient(t *testing.T) {
	var process, log bytes.Buffer
	l := zerolog.New(&process)
	zerolog.DefaultContextLogger = &l
	defer func() { zerolog.DefaultContextLogger = nil }()

	c := client(t, script(status(200, `{}`)), zerolog.New(&log), nil)
	if _, err := outbound.Get[struct{}](ctx(), c, "/x"); err != nil {
		t.Fatal(err)
	}
	if process.Len() > 0 || log.Len() == 0 {
		t.Errorf("the default has %q, the client's has %q", &process, &log)
	}
}

func TestLogOnAClientWithoutALogger(t *testing.T) {
	c, err := outbound.New(outbound.WithTransport(script(status(503, ``))))
	if err != nil {
		t.Fatal(err)
	}
	if names := c.Chain(); slices.Contains(names, "log") || slices.Contains(names, "log-attempts") {
		t.Errorf("the chain shows layers that are off: %v", names)
	}
	var own bytes.Buffer
	ctx := zerolog.New(&own).Level(zerolog.InfoLevel).WithContext(context.Background())
	if _, err := outbound.Get[struct{}](ctx, c, "https://h/x"); err == nil || own.Len() > 0 {
		t.Fatalf("a call that does not ask: error %v, log %s", err, &own)
	}
	if _, err := outbound.Get[struct{}](ctx, c, "https://h/x", outbound.Log(zerolog.WarnLevel)); err == nil {
		t.Fatal("got no error")
	}
	got := lines(t, own.Bytes())
	if len(got) != 2 || got[0]["message"] != "send" || got[1]["message"] != "call failed" || got[0]["level"] != "warn" || got[1]["level"] != "warn" {
		t.Errorf("got %s, want a record before the send and the call's line, both warnings", &own)
	}
	if _, err := outbound.Get[struct{}](context.Background(), c, "https://h/x", outbound.Log(zerolog.WarnLevel)); err == nil {
		t.Fatal("got no error") // and nowhere to log: nothing happens
	}
}

func TestLogFromTheContextOfAStandardClient(t *testing.T) {
	var log bytes.Buffer
	c := client(t, script(status(200, ``)), zerolog.New(&log).Level(zerolog.WarnLevel), nil)
	ctx := outbound.CallContext(ctx(), outbound.Log(zerolog.ErrorLevel))
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://h/x", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.HTTP().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(lines(t, log.Bytes())); got != 1 {
		t.Errorf("got %d lines before the body is finished, want the record before the send", got)
	}
	_ = resp.Body.Close()
	if got := lines(t, log.Bytes()); len(got) != 2 || got[1]["level"] != "error" {
		t.Errorf("got %s, want the call's line at its close", &log)
	}
}

func TestWhatIsRefusedBeforeItIsSentIsALine(t *testing.T) {
	var log bytes.Buffer
	c := client(t, script(status(200, ``)), zerolog.New(&log), nil)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := outbound.Get[struct{}](ctx(), c, "/x")
	got := lines(t, log.Bytes())
	if err == nil || len(got) != 1 || got[0]["kind"] != "closed" || got[0]["attempts"] != 0.0 {
		t.Errorf("got error %v and %s", err, &log)
	}
}

func TestTheHooksOfTheLoggerGetTheContextOfTheCall(t *testing.T) {
	type key struct{}
	var log bytes.Buffer
	l := zerolog.New(&log).Level(zerolog.InfoLevel).Hook(zerolog.HookFunc(func(e *zerolog.Event, _ zerolog.Level, _ string) {
		e.Interface("trace", e.GetCtx().Value(key{}))
	}))
	c := client(t, script(status(200, `{}`)), l, nil)
	if _, err := outbound.Get[struct{}](context.WithValue(ctx(), key{}, "4bf9"), c, "/x"); err != nil {
		t.Fatal(err)
	}
	if got := lines(t, log.Bytes()); len(got) != 1 || got[0]["trace"] != "4bf9" {
		t.Errorf("got %s", &log)
	}
}

func TestNewReportsEveryProblemOfTheOptions(t *testing.T) {
	_, err := outbound.New(outbound.WithLogger(zerolog.Nop(), logging.Level(99), logging.Attempts(-9), logging.Bodies(-1),
		logging.Headers(""), logging.Slow(-1), logging.Sample(-1), nil))
	if err == nil {
		t.Fatal("got no error")
	}
	for _, option := range []string{"Level", "Attempts", "Bodies", "Headers", "Slow", "Sample"} {
		if !strings.Contains(err.Error(), option+"(") && !strings.Contains(err.Error(), option+":") {
			t.Errorf("%s is not among the problems:\n%v", option, err)
		}
	}
}

func TestParseLevel(t *testing.T) {
	for name, want := range map[string]zerolog.Level{
		"trace": zerolog.TraceLevel, "Debug": zerolog.DebugLevel, "INFO": zerolog.InfoLevel, "warn": zerolog.WarnLevel,
		"WARNING": zerolog.WarnLevel, "error": zerolog.ErrorLevel, "Fatal": zerolog.FatalLevel, "panic": zerolog.PanicLevel,
		"disabled": zerolog.Disabled,
	} {
		if got, err := logging.ParseLevel(name); err != nil || got != want {
			t.Errorf("%q: got %v, %v; want %v", name, got, err, want)
		}
	}
	for _, name := range []string{"", "verbose", "1", " info", "notset"} {
		if _, err := logging.ParseLevel(name); err == nil {
			t.Errorf("%q: got no error", name)
		}
	}
}

func TestANilLoggerWritesNothing(t *testing.T) {
	var l *logging.Logger
	if l.Call() != nil || l.Attempts() != nil || l.Validate() != nil {
		t.Error("a nil Logger has layers or problems")
	}
	l.Finish(nil, nil)
	l.Warn("x")
}

func TestLogOnAClientWithoutALoggerWritesNothingElse(t *testing.T) {
	base := script(status(503, ``), status(302, ``, "Location", "/y"), status(200, `{}`))
	c, err := outbound.New(outbound.WithTransport(base), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
	if err != nil {
		t.Fatal(err)
	}
	var own bytes.Buffer
	ctx := zerolog.New(&own).Level(zerolog.TraceLevel).WithContext(context.Background())
	if _, err := outbound.Get[struct{}](ctx, c, "https://h/x", outbound.Log(zerolog.WarnLevel)); err != nil {
		t.Fatal(err)
	}
	var messages []any
	for _, line := range lines(t, own.Bytes()) {
		messages = append(messages, line["message"])
	}
	if want := []any{"send", "send", "send", "call"}; !slices.Equal(messages, want) {
		t.Errorf("got %v, want %v: %s", messages, want, &own)
	}
}
