package logging_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
)

func TestSlogGetsTheSameRecords(t *testing.T) {
	for _, s := range scenes() {
		t.Run(s.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var log, plain bytes.Buffer
				level := slog.Level(4 * (int(s.level) - 1))
				handler := slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: level, ReplaceAttr: likeZerolog})
				s.call(client(t, s.base, logging.Slog(slog.New(handler)), s.opts))
				synctest.Wait()

				for _, again := range scenes() { // the answers of s are used up
					if again.file == s.file {
						again.call(client(t, again.base, zerolog.New(&plain).Level(s.level), s.opts))
					}
				}
				synctest.Wait()
				if diff := cmp.Diff(lines(t, plain.Bytes()), lines(t, log.Bytes())); diff != "" {
					t.Errorf("(-zerolog +slog):\n%s", diff)
				}
			})
		})
	}
}

// likeZerolog names what slog names otherwise.
func likeZerolog(groups []string, a slog.Attr) slog.Attr {
	switch {
	case len(groups) > 0:
	case a.Key == slog.TimeKey:
		return slog.Attr{}
	case a.Key == slog.MessageKey:
		a.Key = zerolog.MessageFieldName
	case a.Key == slog.LevelKey:
		level := a.Value.Any().(slog.Level)
		return slog.String(a.Key, zerolog.Level(level/4+1).String())
	}
	return a
}

// recorder is a handler that keeps what it gets.
type recorder struct {
	level   slog.Level
	ctx     []context.Context
	records []slog.Record
}

func (r *recorder) Enabled(_ context.Context, l slog.Level) bool { return l >= r.level }
func (r *recorder) WithAttrs([]slog.Attr) slog.Handler           { return r }
func (r *recorder) WithGroup(string) slog.Handler                { return r }
func (r *recorder) Handle(ctx context.Context, rec slog.Record) error {
	r.ctx, r.records = append(r.ctx, ctx), append(r.records, rec)
	return nil
}

func TestSlogAttributesAreTyped(t *testing.T) {
	type key struct{}
	synctest.Test(t, func(t *testing.T) {
		h := &recorder{}
		log := logging.Slog(slog.New(h)).With().Str("component", "http").Logger()
		c := client(t, script(after(1500*time.Microsecond, status(200, `{}`))), log, []logging.Option{logging.Headers()})
		if _, err := outbound.Get[struct{}](context.WithValue(ctx(), key{}, "4bf9"), c, "/x"); err != nil {
			t.Fatal(err)
		}
		if len(h.records) != 1 {
			t.Fatalf("got %d records, want 1", len(h.records))
		}
		if h.ctx[0].Value(key{}) != "4bf9" {
			t.Error("the handler does not get the context of the call")
		}
		rec := h.records[0]
		if rec.Message != "call" || rec.Level != slog.LevelInfo || !rec.Time.Equal(time.Now()) {
			t.Errorf("got %q at %v, %v", rec.Message, rec.Level, rec.Time)
		}
		kinds := map[string]slog.Kind{}
		rec.Attrs(func(a slog.Attr) bool { kinds[a.Key] = a.Value.Kind(); return true })
		for name, want := range map[string]slog.Kind{
			"component": slog.KindString, "method": slog.KindString, "status": slog.KindInt64, "attempts": slog.KindInt64,
			"duration_ms": slog.KindFloat64, "response_headers": slog.KindGroup,
		} {
			if kinds[name] != want {
				t.Errorf("%s is a %v, want a %v", name, kinds[name], want)
			}
		}
		rec.Attrs(func(a slog.Attr) bool {
			if a.Key == "duration_ms" && a.Value.Float64() != 1.5 {
				t.Errorf("the duration is %v ms, want 1.5", a.Value)
			}
			return true
		})
	})
}

func TestALevelThatSlogIsNotEnabledForIsNotBuilt(t *testing.T) {
	h := &recorder{level: slog.LevelError}
	c := client(t, script(status(200, `{}`), status(500, ``)), logging.Slog(slog.New(h)), everything())
	for range 2 {
		_, _ = outbound.Post[struct{}](ctx(), c, "/x", json.RawMessage(`{}`))
	}
	if len(h.records) != 1 || h.records[0].Level != slog.LevelError {
		t.Errorf("got %d records, want the failure's alone", len(h.records))
	}
}

func TestALoggerInTheContextMayWriteToSlog(t *testing.T) {
	h := &recorder{}
	c := client(t, script(status(200, `{}`)), zerolog.Nop(), nil)
	log := logging.Slog(slog.New(h)).With().Str("tenant", "t1").Logger()
	if _, err := outbound.Get[struct{}](log.WithContext(ctx()), c, "/x"); err != nil {
		t.Fatal(err)
	}
	if len(h.records) != 1 {
		t.Errorf("got %d records, want 1", len(h.records))
	}
}
