package retry_test

import (
	"bytes"
	"testing"
	"testing/synctest"

	"example.com/outbound"
	"example.com/outbound/retry"
)

func TestABodyOfATypedCallIsSentAgainWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, body := range []any{big, string(big), bytes.NewReader(big)} {
			base := play(status(503, 503, 200)...)
			_, err := outbound.Put[struct{}](t.Context(), client(t, base, retry.Policy{}), "/", body)
			want(t, "error", err, nil)
			wantReplayed(t, base, big)
		}
	})
}
