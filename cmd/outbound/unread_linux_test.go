package main_test

import (
	"testing"
	"time"
)

func TestASilentStreamEndsWhenItsReaderHasGone(t *testing.T) {
	for name, tt := range map[string]struct{ contentType, part string }{
		"events": {"text/event-stream", "data: 1\n\n"}, "lines": {"application/x-ndjson", "1\n"},
	} {
		t.Run(name, func(t *testing.T) {
			url, _ := live(t, tt.contentType, tt.part)
			r, w := pipe(t)
			c := command(t.Context(), name, url)
			c.Stdout = w
			s := start(t, c)
			if _, err := r.Read(make([]byte, 9)); err != nil {
				t.Fatal(err)
			}
			_, _ = w.Close(), r.Close()
			select {
			case <-s.done:
			case <-time.After(5 * time.Second):
				t.Fatal("the command still waits for the next line 5 s after its reader has gone")
			}
			if got := s.ProcessState.ExitCode(); got != 23 || s.err.Len() != 0 {
				t.Errorf("got status %d and %q, want 23 and nothing", got, s.err.String())
			}
		})
	}
}
