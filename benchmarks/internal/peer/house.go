package peer

import (
	"crypto/rand"
	"encoding/hex"
	"io"
	"net/http"
	"time"

	"github.com/rs/zerolog"
)

// What [Full] puts on the wire.
const (
	token           = "benchmark-token"
	bearer          = "Bearer " + token
	requestIDHeader = "X-Request-Id"
)

// requestID returns 128 random bits in hex. It costs one allocation.
func requestID() string {
	var raw [16]byte
	rand.Read(raw[:]) // never fails, by its contract
	var text [32]byte
	hex.Encode(text[:], raw[:])
	return string(text[:])
}

// journal writes the log lines of those peers that have no structured log of
// their own: one line per call.
type journal struct {
	log zerolog.Logger
}

func newJournal(w io.Writer) *journal {
	return &journal{zerolog.New(w).Level(zerolog.InfoLevel).With().Timestamp().Logger()}
}

func (j *journal) write(req *http.Request, status int, took time.Duration) {
	j.log.Info().
		Str("method", req.Method).Str("host", req.URL.Host).Str("path", req.URL.Path).
		Int("status", status).Dur("duration", took).
		Str("request_id", req.Header.Get(requestIDHeader)).
		Msg("call")
}

// byCaller adds to f what the mode asks for and the peer leaves to its caller.
func byCaller(mode Mode, s Setup, f do) do {
	switch {
	case mode.isFull():
		return full(s.Log, f)
	case mode == Observed:
		return observed(f)
	}
	return f
}

// full adds the log line and the two header fields of [Full] to f, set on the
// request as it is made.
func full(w io.Writer, f do) do {
	j := newJournal(w)
	return func(req *http.Request) (*http.Response, error) {
		req.Header.Set("Authorization", bearer)
		req.Header.Set(requestIDHeader, requestID())
		start := time.Now()
		resp, err := f(req)
		j.write(req, statusOf(resp), time.Since(start))
		return resp, err
	}
}

// statusOf returns 0 if there is no response.
func statusOf(resp *http.Response) int {
	if resp == nil {
		return 0
	}
	return resp.StatusCode
}
