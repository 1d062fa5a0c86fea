package retry_test

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

func TestAnAnswerThatIsCutOffIsAFailedAttempt(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\n"
	for name, fault := range map[string]peer{
		"short of its Content-Length": reads(-1, says(head+"Content-Length: 9\r\n\r\n123")),
		"without the last chunk":      reads(-1, says(head+"Transfer-Encoding: chunked\r\n\r\n3\r\n123\r\n")),
		"within a chunk":              reads(-1, says(head+"Transfer-Encoding: chunked\r\n\r\n9\r\n123")),
		"by a chunk that is none":     reads(-1, says(head+"Transfer-Encoding: chunked\r\n\r\n3\r\n123\r\nzz\r\n")),
		"by a reset":                  reads(-1, says(head+"Content-Length: 9\r\n\r\n123"), reset),
		"within gzip":                 reads(-1, says(head+"Content-Encoding: gzip\r\nContent-Length: 99\r\n\r\n"+zipped("whole")[:12])),
	} {
		t.Run(name, func(t *testing.T) {
			s := listen(t, fault, answers)
			var meta outbound.ResponseMeta
			got, err := outbound.Get[string](t.Context(), builtIn(t, retry.Policy{}), "http://"+s.addr, outbound.Meta(&meta))
			want(t, "error", err, nil)
			want(t, "answer", got, "ok")
			want(t, "attempts", meta.Attempts, 2)

			s = listen(t, fault)
			_, err = outbound.Get[string](t.Context(), builtIn(t, retry.Policy{}), "http://"+s.addr)
			e := failed(t, err)
			want(t, "kind", e.Kind, httperror.Body)
			want(t, "attempts", e.Attempts, 4)
			want(t, "reason", e.Reason, string(retry.AttemptsExhausted))

			s = listen(t, fault, answers)
			_, err = outbound.Post[string](t.Context(), builtIn(t, retry.Policy{}), "http://"+s.addr, "x")
			want(t, "reason after a POST", failed(t, err).Reason, string(retry.MethodNotRetryable))
		})
	}
}

func TestAnAnswerThatIsWronglyEncodedIsNotRepeated(t *testing.T) {
	s := listen(t, reads(-1, says("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 30\r\n\r\n"+strings.Repeat("not gzip! ", 3))))
	_, err := outbound.Get[string](t.Context(), builtIn(t, retry.Policy{}), "http://"+s.addr)
	e := failed(t, err)
	want(t, "kind", e.Kind, httperror.Body)
	want(t, "attempts", e.Attempts, 1)
	want(t, "reason", e.Reason, string(retry.NotRetryable))
}

func TestABodyBeyondTheBufferReachesTheCallerBroken(t *testing.T) {
	fault := reads(-1, says("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123"))
	for name, p := range map[string]retry.Policy{"no buffer": {BufferBody: -1}, "a buffer of two bytes": {BufferBody: 2}} {
		t.Run(name, func(t *testing.T) {
			s := listen(t, fault, answers)
			_, err := outbound.Get[string](t.Context(), builtIn(t, p), "http://"+s.addr)
			e := failed(t, err)
			want(t, "kind", e.Kind, httperror.Body)
			want(t, "attempts", e.Attempts, 1)
		})
	}
}

func TestAStatusWhoseBodyIsCutOffStaysOne(t *testing.T) {
	s := listen(t, reads(-1, says("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\n123")))
	_, err := outbound.Get[string](t.Context(), builtIn(t, retry.Policy{}), "http://"+s.addr)
	e := failed(t, err)
	want(t, "status", e.StatusCode, 404)
	want(t, "what arrived of the body", string(e.Body), "123")
	want(t, "attempts", e.Attempts, 1)
}

func zipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.String()
}
