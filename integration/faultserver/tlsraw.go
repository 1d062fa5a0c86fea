package faultserver

import "testing"

// StartRawTLS is a TLS server that writes handshake messages as they are: hello
// once, and then part again and again until the client hangs up. Both are
// payloads of handshake records (RFC 5246, section 6.2.1).
func StartRawTLS(tb testing.TB, hello, part []byte) *Server {
	tb.Helper()
	s := Start(tb, AtAccept(func(c *Conn) {
		if _, err := c.r.Peek(1); err != nil || !c.Say(record(hello)) {
			return
		}
		for text := record(part); c.Say(text); {
		}
	}))
	s.URL = "https://" + s.Addr
	return s
}

// ServerHello is a TLS 1.2 handshake message that accepts
// TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 without extensions.
func ServerHello() []byte {
	body := append([]byte{3, 3}, make([]byte, 32)...) // version and random
	return message(2, append(body, 0, 0xc0, 0x2f, 0), 0)
}

// LongCertificate is the beginning of a Certificate message that declares size
// bytes.
func LongCertificate(size int) []byte { return message(11, nil, size) }

// message puts a header before body, which declares size bytes, or those of body
// if size is 0.
func message(kind byte, body []byte, size int) []byte {
	if size == 0 {
		size = len(body)
	}
	return append([]byte{kind, byte(size >> 16), byte(size >> 8), byte(size)}, body...)
}

func record(payload []byte) string {
	return string(append([]byte{22, 3, 3, byte(len(payload) >> 8), byte(len(payload))}, payload...))
}
