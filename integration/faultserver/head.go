package faultserver

import (
	"fmt"
	"net/http"
	"strings"
)

// head formats a status line and fields. A code is always three digits.
func head(code int, header ...string) string {
	var b strings.Builder
	text := http.StatusText(code)
	if text == "" {
		text = "Odd"
	}
	fmt.Fprintf(&b, "HTTP/1.1 %03d %s\r\n", code, text)
	for i := 0; i+1 < len(header); i += 2 {
		fmt.Fprintf(&b, "%s: %s\r\n", header[i], header[i+1])
	}
	b.WriteString("\r\n")
	return b.String()
}
