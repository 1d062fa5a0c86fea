package httperror

// advice is what to look at or change: by the reason why the call was not
// repeated, if that is what stood in the way, else by the kind.
func (e *Error) advice() string {
	if s, ok := reasonAdvice[e.Reason]; ok && e.Kind != Deadline {
		return s
	}
	if s, ok := kindAdvice[e.Kind]; ok {
		return s
	}
	return kindAdvice[Unknown]
}

// reasonAdvice is for reasons that say what to change. Those that only say that
// the limit of a failing server was reached leave it to the kind.
var reasonAdvice = map[string]string{
	"method":      "WithIdempotencyKeys, if the server knows the Idempotency-Key field; Idempotent(), if the request may be processed twice",
	"body":        "a body that can be sent again: bytes, a string, a file, or a request with GetBody",
	"retry_after": "RetryAfter of the error: try again then; Policy.MaxElapsed and WithTimeout bound what a call waits for",
	"deadline":    "the deadline of the caller's context or WithTimeout: there is no time for another attempt",
	"held":        "the origin: it has asked for a pause, or its circuit breaker is open; RetryAfter says for how long",
	"budget":      "the origin, which fails too often for retries to help; Policy.Budget sets the share",
}

var kindAdvice = map[Kind]string{
	Request:      "the code that makes the call: the request cannot be sent as it is",
	Canceled:     "nothing, if the caller has meant it; else the code that cancels the context",
	Deadline:     "the attempts above: what took the time? Then the deadline of the caller's context, or WithTimeout",
	Timeout:      "the server, which was too slow; if it is slow by nature, WithAttemptTimeout or WithBodyIdleTimeout",
	DNS:          "the host in the URL, and the name server of this machine",
	Connect:      "whether the server runs and listens at that address and port, and whether a firewall is in between",
	TLS:          "the certificate of the server, WithRootCAs for a private authority, WithClientCertificate if the server asks for one",
	Proxy:        "WithProxy, HTTPS_PROXY, HTTP_PROXY and NO_PROXY, the user and password in the URL of the proxy, and its log",
	Reset:        "the server and what is in between (a load balancer, a proxy): one of them has closed the connection",
	Protocol:     "what listens at that address: it does not speak HTTP as the URL says",
	Body:         "the server and what is in between: the response was not transmitted as announced",
	TooLarge:     "WithMaxResponseBytes, or Stream() for a body of any length",
	Redirect:     "the URL of the call: use the address that the redirect leads to, if that is trusted; WithMaxRedirects sets the number",
	ClientStatus: "the request (URL, parameters, body, credentials): the server refuses it, and a repeated one too; its body may say more",
	RateLimited:  "the rate of calls to this server; RetryAfter says when the next one is welcome",
	ServerStatus: "the server and its log, where the request ID is that of the call",
	Decode:       "whether the URL is the right one, and the first bytes of the response in Body",
	Auth:         "the credentials of the client, and the server that issues its tokens",
	Closed:       "the order of shutting down: the client was closed before the call",
	CircuitOpen:  "the origin, which was failing; RetryAfter says when the circuit breaker lets a request through",
	Limited:      "the client's own limits: raise them, or send less",
	Blocked:      "the address of the URL, or the list of those that are allowed",
	Unknown:      "the cause: no more is known of it",
}
