package logging

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"testing"
	"testing/slogtest"

	"github.com/rs/zerolog"
)

// What goes through the writer satisfies all that slog asks of a handler: groups
// stay groups, a time that is not there stays away.
func TestTheWriterLosesNothingOfARecord(t *testing.T) {
	var out bytes.Buffer
	w := &slogWriter{slog.NewJSONHandler(&out, nil), context.Background()}
	in := slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		switch {
		case len(groups) > 0:
		case a.Key == slog.MessageKey:
			a.Key = zerolog.MessageFieldName
		case a.Key == slog.LevelKey:
			return slog.Attr{}
		}
		return a
	}})
	err := slogtest.TestHandler(in, func() (all []map[string]any) {
		for line := range bytes.Lines(out.Bytes()) {
			var m map[string]any
			if err := json.Unmarshal(line, &m); err != nil {
				t.Fatal(err)
			}
			all = append(all, m)
		}
		return all
	})
	if err != nil {
		t.Error(err)
	}
}

func TestALineThatIsNoneIsAnError(t *testing.T) {
	w := &slogWriter{slog.DiscardHandler, context.Background()}
	if _, err := w.Write([]byte(`{`)); err != nil {
		t.Errorf("a handler that is off: got %v", err)
	}
	w.handler = slog.NewTextHandler(&bytes.Buffer{}, nil)
	for _, line := range []string{"", "{", `{"a"`, `{"a":`, `{"a":[`, `{"a":{`, "x"} {
		if _, err := w.Write([]byte(line)); err == nil {
			t.Errorf("%q: got no error", line)
		}
	}
}
