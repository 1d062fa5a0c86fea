package mock

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"strconv"

	"example.com/outbound/internal/memnet"
)

// writeAnswer writes a response of a known length; a body that ends early breaks
// it.
func writeAnswer(c *memnet.Conn, code int, head http.Header, contentType string, req *http.Request, length int64, body io.Reader) {
	head = defaults(head, "Content-Type", contentType)
	if bodied(code) {
		head = defaults(head, "Content-Length", strconv.FormatInt(length, 10))
	}
	w := bufio.NewWriter(c.Server)
	writeHead(w, code, head)
	if bodied(code) && req.Method != http.MethodHead {
		_, _ = io.Copy(w, body)
	}
	_ = w.Flush()
}

// writeStream writes a response in parts; an error of body breaks it.
func writeStream(c *memnet.Conn, code int, head http.Header, req *http.Request, body io.Reader) {
	head = defaults(head, "Transfer-Encoding", "chunked")
	writeHead(c.Server, code, head)
	if !bodied(code) || req.Method == http.MethodHead {
		return
	}
	w := httputil.NewChunkedWriter(c.Server)
	if _, err := io.Copy(w, body); err == nil {
		_ = w.Close()
		_, _ = io.WriteString(c.Server, "\r\n")
	}
}

func writeHead(w io.Writer, code int, head http.Header) {
	_, _ = fmt.Fprintf(w, "HTTP/1.1 %03d %s\r\n", code, http.StatusText(code))
	_ = head.Write(w)
	_, _ = io.WriteString(w, "\r\n")
}

// bodied reports whether a response may have a body (RFC 9110, section 6.4.1).
func bodied(code int) bool {
	return code >= 200 && code != http.StatusNoContent && code != http.StatusNotModified
}

// defaults returns head with a field that it does not have.
func defaults(head http.Header, name, value string) http.Header {
	if _, ok := head[name]; ok || value == "" {
		return head
	}
	if head = head.Clone(); head == nil {
		head = http.Header{}
	}
	head.Set(name, value)
	return head
}
