package logging

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
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

func TestALineThatIsNoJSONIsNotLost(t *testing.T) {
	for _, line := range []string{"", "{", `{"a"`, `{"a":`, `{"a":[`, `{"a":{`, "x", "[1]", `{"message":"m","n":1e}`, `"a"`} {
		var out bytes.Buffer
		w := &slogWriter{slog.NewTextHandler(&out, nil), context.Background()}
		if _, err := w.Write([]byte(line)); err != nil || !bytes.Contains(out.Bytes(), []byte("line=")) {
			t.Errorf("%q: got %v and %q", line, err, &out)
		}
	}
}

func TestNumbersReachSlogAsTheyAre(t *testing.T) {
	for _, text := range []string{"0", "-0", "1", "-1", "9223372036854775807", "-9223372036854775808", "18446744073709551615",
		"18446744073709551616", "0.5", "1.50", "1e2", "1e400", "-1e400", "1e-400", "0.1234567890123456789", "9007199254740993", "123456.789"} {
		var out bytes.Buffer
		w := &slogWriter{slog.NewJSONHandler(&out, nil), context.Background()}
		if _, err := w.Write([]byte(`{"n":` + text + `,"o":{"l":[` + text + `]}}`)); err != nil {
			t.Fatal(err)
		}
		if want := `"n":` + text + `,"o":{"l":[` + text + `]}}`; !bytes.Contains(out.Bytes(), []byte(want)) {
			t.Errorf("got %s, want %s in it", &out, want)
		}
	}
}

func TestADeepObjectReachesSlogWhole(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 9000) + "1" + strings.Repeat("}", 9000)
	var out bytes.Buffer
	w := &slogWriter{slog.NewJSONHandler(&out, nil), context.Background()}
	if _, err := w.Write([]byte(deep)); err != nil || !bytes.Contains(out.Bytes(), []byte(deep[1:])) {
		t.Errorf("got %v and %.200s", err, &out)
	}
}
