package oteloutbound

import (
	"net/url"
	"strconv"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/harfile"
)

// The most bytes of a name, and of a URL or another text, in a span or a metric.
const (
	maxName = 255
	maxText = 4 << 10
)

// short is a name that is not longer than maxName. Like all strings that are
// exported it is valid UTF-8: an exporter drops a whole batch for one that is not.
func short(name string) string { return harfile.Short(name, maxName) }

// otherMethod stands for the methods that the conventions do not know.
const otherMethod = "_OTHER"

func methodOf(method string) string {
	switch method {
	case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY":
		return method
	}
	return otherMethod
}

// spanName is "{method} {template}", or "{method}" without a template. A method
// that is not known reads HTTP.
func spanName(method, template string) string {
	if method == otherMethod {
		method = "HTTP"
	}
	if template == "" {
		return method
	}
	return method + " " + template
}

// portOf is the port of u, or the default of its scheme; 0 if there is none.
func portOf(u *url.URL) int {
	switch port := u.Port(); {
	case port != "":
		n, _ := strconv.Atoi(port)
		return n
	case u.Scheme == "https":
		return 443
	case u.Scheme == "http":
		return 80
	}
	return 0
}

// versionOf is the version in "HTTP/1.1" or "HTTP/2.0", as the conventions write
// it: 1.1, 2, 3.
func versionOf(proto string) string {
	return strings.TrimSuffix(strings.TrimPrefix(proto, "HTTP/"), ".0")
}

// errorType is the status of a response that is an error, else the kind of the
// failure; "" for an answer and for the caller's own cancel.
func errorType(kind httperror.Kind, status int) string {
	switch {
	case kind == "" || kind == httperror.Canceled:
		return ""
	case kind == httperror.KindOfStatus(status):
		return strconv.Itoa(status)
	}
	return string(kind)
}
