package httperror

import "net/http"

// Kind says what sort of failure an [Error] is. It implements error, so that
// errors.Is(err, httperror.Timeout) asks for one.
type Kind string

// The kinds of failure. "Retried" means that [example.com/outbound/retry] repeats
// such attempts by default, if the method permits it.
const (
	// Request: it cannot be built or encoded (bad URL, scheme, header, body);
	// nothing was sent. Not retried.
	Request Kind = "request"
	// Canceled: the caller's context was cancelled. Not retried.
	Canceled Kind = "canceled"
	// Deadline: the caller's deadline or the call's timeout passed. Not retried.
	Deadline Kind = "deadline"
	// Timeout: one attempt took too long, headers did not come, or the body
	// stood still. Retried.
	Timeout Kind = "timeout"
	// DNS: the name was not resolved. Retried.
	DNS Kind = "dns"
	// Connect: no connection came about; a dial timeout too, with
	// [Error.Timeout] true. Retried.
	Connect Kind = "connect"
	// TLS: a certificate or the handshake. Not retried.
	TLS Kind = "tls"
	// Proxy: the proxy could not be reached (retried), refused CONNECT, or asked
	// for credentials (not retried).
	Proxy Kind = "proxy"
	// Reset: the connection broke after it existed and before the response
	// headers were complete. Retried.
	Reset Kind = "reset"
	// Protocol: what came was not HTTP. Retried.
	Protocol Kind = "protocol"
	// Body: the response body was cut off (retried) or is wrongly encoded (not).
	Body Kind = "body"
	// TooLarge: the body exceeds the client's limit. Not retried.
	TooLarge Kind = "too_large"
	// Redirect: too many, a Location that is no http or https URL, or a redirect that
	// is refused: from https to http, of a body to another origin or a body that
	// cannot be sent again (307, 308), or a 301 or 302 of a method other than GET,
	// HEAD and POST. Not retried.
	Redirect Kind = "redirect"
	// ClientStatus: a status of 400 to 499 but 429. Not retried, but for 408, 425, and
	// 413 with Retry-After.
	ClientStatus Kind = "client_status"
	// RateLimited: status 429. Retried.
	RateLimited Kind = "rate_limited"
	// ServerStatus: a status of 500 to 599. Retried.
	ServerStatus Kind = "server_status"
	// Decode: well-formed HTTP with undecodable or unexpected content. Not retried.
	Decode Kind = "decode"
	// Auth: credentials could not be obtained. Not retried.
	Auth Kind = "auth"
	// Closed: the client was closed. Not retried.
	Closed Kind = "closed"
	// CircuitOpen: the circuit breaker of the origin is open; nothing was sent.
	// RetryAfter is the time until it lets a request through. Not retried.
	CircuitOpen Kind = "circuit_open"
	// Limited: the client's own rate limit, queue or hold refused the request, as
	// the text says; nothing was sent. Not retried.
	Limited Kind = "limited"
	// Blocked: the address is not allowed; nothing was sent. Not retried.
	Blocked Kind = "blocked"
	// Unknown: none of the others. Not retried.
	Unknown Kind = "unknown"
)

// Error returns the kind's name.
func (k Kind) Error() string { return string(k) }

// KindOfStatus returns the kind of a response by its status code, "" for one
// outside 400 to 599.
func KindOfStatus(code int) Kind {
	switch {
	case code == http.StatusTooManyRequests:
		return RateLimited
	case code >= 400 && code <= 499:
		return ClientStatus
	case code >= 500 && code <= 599:
		return ServerStatus
	}
	return ""
}
