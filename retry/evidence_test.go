package retry_test

import (
	"io"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

// Whatever the server has read when it resets the connection: the request may
// have been processed.
// Do hands the body of a POST over unread: a cut is the reader's to see.
func TestAPOSTWhoseAnswerIsCutOffIsNotSentAgain(t *testing.T) {
	s := listen(t, reads(-1, says("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123")), answers)
	attempts, end := send(t, builtIn(t, retry.Policy{}), "POST", "http://"+s.addr, strings.NewReader("x"))
	want(t, "attempts", attempts, 1)
	want(t, "end", end, "body")
	want(t, "connections", s.conns(), 1)
}

func TestAfterAConnectionWasHandedOutAPOSTIsNotSentAgain(t *testing.T) {
	for name, fault := range map[string]peer{
		"reset after the first byte":           reads(1, reset),
		"closed before a byte was read":        reads(0),
		"reset within the head":                reads(10, reset),
		"reset within the body":                reads(200, reset),
		"reset after the whole request":        reads(-1, reset),
		"closed after the whole request":       reads(-1),
		"reset within the head of the answer":  reads(-1, says("HTTP/1.1 20"), reset),
		"closed within the head of the answer": reads(-1, says("HTTP/1.1 200 OK\r\nContent-")),
		"an answer that is none":               reads(-1, says("SSH-2.0-OpenSSH\r\n\r\n")),
		"a status that passes by itself":       reads(-1, says("HTTP/1.1 503 Busy\r\nConnection: close\r\n\r\n")),
	} {
		t.Run(name, func(t *testing.T) {
			body := func() io.Reader { return strings.NewReader(strings.Repeat("x", 500)) }
			s := listen(t, fault, answers)
			attempts, end := send(t, builtIn(t, retry.Policy{}), "POST", "http://"+s.addr, body())
			want(t, "attempts", attempts, 1)
			want(t, "end", end, string(retry.MethodNotRetryable))
			want(t, "connections", s.conns(), 1)

			for _, method := range []string{"GET", "PUT"} {
				s = listen(t, fault, answers)
				attempts, end = send(t, builtIn(t, retry.Policy{}), method, "http://"+s.addr, body())
				want(t, method+": attempts", attempts, 2)
				want(t, method+": end", end, "ok")
			}
		})
	}
}

func TestWithoutAConnectionAPOSTIsSentAgain(t *testing.T) {
	onTLS := retry.Policy{When: retry.OnKind(httperror.TLS)}
	body := func() io.Reader { return strings.NewReader("x") }
	t.Run("nobody listens", func(t *testing.T) {
		s := listen(t, answers)
		attempts, end := send(t, builtIn(t, retry.Policy{}, dials(nobody(t), s.addr)), "POST", "http://a.test", body())
		want(t, "attempts", attempts, 2)
		want(t, "end", end, "ok")
	})
	t.Run("but When still decides", func(t *testing.T) {
		p := retry.Policy{When: retry.OnStatus(503)}
		attempts, end := send(t, builtIn(t, p, dials(nobody(t))), "POST", "http://a.test", body())
		want(t, "attempts", attempts, 1)
		want(t, "end", end, string(retry.NotRetryable))
	})
	t.Run("no proxy listens", func(t *testing.T) {
		s := listen(t, answers)
		c := builtIn(t, retry.Policy{}, outbound.WithProxy("http://proxy.test:8080"), dials(nobody(t), s.addr))
		attempts, end := send(t, c, "POST", "http://a.test", body())
		want(t, "attempts", attempts, 2)
		want(t, "end", end, "ok")
	})
	for name, tt := range map[string]struct {
		policy retry.Policy
		fault  peer
	}{
		"the TLS handshake is reset":            {retry.Policy{}, reads(100, reset)},
		"the TLS handshake is hung up":          {retry.Policy{}, reads(100)},
		"the TLS handshake is answered by HTTP": {onTLS, reads(100, says("HTTP/1.1 400 Bad Request\r\n\r\n"))},
		"the TLS handshake is refused":          {onTLS, reads(100, says("\x15\x03\x03\x00\x02\x02\x28"))},
	} {
		t.Run(name, func(t *testing.T) {
			s := listen(t, tt.fault)
			attempts, end := send(t, builtIn(t, tt.policy), "POST", "https://"+s.addr, body())
			want(t, "attempts", attempts, 4)
			want(t, "end", end, string(retry.AttemptsExhausted))
			want(t, "connections", s.conns(), 4)
		})
	}
}
