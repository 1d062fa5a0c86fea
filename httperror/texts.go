package httperror

import (
	"strings"
)

// texts are what net/http and crypto/tls of Go 1.26 say in errors that have no
// type of their own, the first that fits counting.
var texts = []struct {
	kind  Kind
	parts []string
}{
	{TLS, []string{"net/http: TLS handshake timeout", "tls: "}},
	{Timeout, []string{"net/http: timeout awaiting response headers"}},
	{Protocol, []string{
		"malformed HTTP ", "malformed MIME header", "malformed chunked encoding", "malformed response",
		"server response headers exceeded", "net/http: too many 1xx informational responses", "http2: invalid header",
		"bad Content-Length", "http: message cannot contain multiple Content-Length headers", "invalid Content-Length",
		"unsupported transfer encoding", "too many transfer encodings", "http2: response header list larger than",
		"PROTOCOL_ERROR", "FRAME_SIZE_ERROR", "COMPRESSION_ERROR", "invalid pseudo-header", "invalid byte in chunk length",
		"connection error: ", // of HTTP/2: the client found a violation, RFC 9113, section 5.4.1
	}},
	{Request, []string{
		"unsupported protocol scheme ", "http: no Host in request URL", "http: nil Request.URL", "net/http: invalid method",
		"net/http: invalid header", "http: invalid Host header", "http: ContentLength=", "http: Request.ContentLength=",
	}},
	{Reset, []string{
		"transport connection broken", "http: server closed idle connection", "connection reset by peer",
		"use of closed network connection", "http2: ", "stream error: stream ID ", "sent GOAWAY", "http2: client connection lost",
		"client connection force closed", "Transport failed to read from server",
	}},
}

func byText(err error) Kind {
	text := err.Error()
	for _, t := range texts {
		if containsAny(text, t.parts) {
			return t.kind
		}
	}
	return ""
}

func containsAny(text string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}
