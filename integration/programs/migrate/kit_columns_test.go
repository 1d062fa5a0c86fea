package migrate_test

import (
	"slices"
	"testing"
)

// column runs the column of outbound of a page whose other column is in another
// language, and compares what the server has seen.
func column(t *testing.T, p program, want []string, replies ...reply) {
	t.Helper()
	_, sent, err := run(t, p, replies)
	if err != nil {
		t.Error(err)
	}
	if !slices.Equal(sent, want) {
		t.Errorf("sent %q, want %q", sent, want)
	}
}
