package httperror

import "strings"

// advice is what to look at or change: by the failure itself, then by the reason
// why the call was not repeated, if that can be changed.
func (e *Error) advice() string {
	s, ok := reasonAdvice[e.Reason]
	switch {
	case !ok || e.Kind == Deadline || e.Attempts == 0 && e.Kind != "":
		return e.kindAdvice()
	case e.Reason == "deadline" && e.StatusCode >= 400:
		return "the " + e.status() + " of the server first; for another attempt, more time until the deadline (the caller's context, WithTimeout)"
	}
	return s
}

// reasonAdvice is for reasons that say what to change. Those that only say that
// the limit of a failing server was reached leave it to the kind.
var reasonAdvice = map[string]string{
	"method":      "the server first; for retries WithIdempotencyKeys, if the server knows the Idempotency-Key field, or Idempotent(), if it may be processed twice",
	"body":        "a body that can be sent again: bytes, a string, a file, or a request with GetBody",
	"retry_after": "the rate of calls to this server; Policy.MaxElapsed and WithTimeout bound what a call waits for",
	"deadline":    "the failure above first; for another attempt, more time until the deadline (the caller's context, WithTimeout)",
	"held":        "the failure above first, and why the origin fails or asks for a pause; RetryAfter says for how long",
	"budget":      "the origin, which fails too often for retries to help; Policy.Budget sets the share",
}

// kindAdvice is the advice for the kind, and for what else the error shows.
func (e *Error) kindAdvice() string {
	cause := causeText(e.Err)
	switch {
	case e.Kind == Timeout && e.limitOption() != "" && e.Reason == "",
		e.Kind == Timeout && strings.Contains(cause, "attempt timeout"):
		option := "WithAttemptTimeout"
		if strings.HasPrefix(e.Limit, "body idle") {
			option = e.limitOption()
		}
		return "the server, which was too slow; if it is slow by nature, " + option
	case e.Kind == Timeout && strings.Contains(cause, "no byte for "):
		return "the server, which was too slow; if it is slow by nature, WithBodyIdleTimeout"
	case e.Kind == Deadline && strings.HasPrefix(e.Limit, "call timeout"):
		return "the attempts above: they took the time; then WithTimeout or Timeout"
	case e.Kind == Redirect && strings.HasSuffix(cause, " leads to "+e.URL):
		return "the server's configuration: the URL redirects to itself"
	case e.Kind == Redirect && strings.HasPrefix(e.Limit, "redirects "):
		return "the redirects of the server: do they end? WithMaxRedirects allows more"
	case e.Kind == TLS && strings.Contains(cause, "WithRootCAs"):
		return "the issuer of the server's certificate; add it with WithRootCAs, if you trust it"
	case e.Kind == Proxy && strings.Contains(cause, "(of WithProxy)"):
		return "the URL in WithProxy: its user and password; then the log of the proxy"
	case e.Kind == Decode && signsIn(cause):
		return "the credentials: the response is a sign-in page, so they may be missing or expired; then the URL"
	case e.Kind == Decode && strings.Contains(cause, "it begins "):
		return "whether the URL is the right one: the response begins as shown above"
	case e.Kind == ServerStatus && e.RequestID != "":
		return "the server, and its log by the request ID above"
	}
	if s, ok := kindAdvice[e.Kind]; ok {
		return s
	}
	return kindAdvice[Unknown]
}

// signsIn reports whether the beginning of a page says that one must sign in.
func signsIn(text string) bool {
	text = strings.ToLower(text)
	return containsAny(text, []string{"sign in", "sign-in", "signin", "log in", "login", "log-in"})
}

// status is the status line of the response.
func (e *Error) status() string {
	if e.Status != "" {
		return line(e.Status)
	}
	return Status(e.StatusCode).Error()
}

var kindAdvice = map[Kind]string{
	Request:      "the code that makes the call: the request cannot be sent as it is",
	Canceled:     "nothing, if the caller intended it; else the code that cancels the context",
	Deadline:     "the attempts above: they took the time; then the deadline of the caller's context",
	Timeout:      "the server, which was too slow; if it is slow by nature, the timeout named above",
	DNS:          "the host in the URL, and the name server of this machine",
	Connect:      "whether the server runs and listens at that address and port, and whether a firewall is in between",
	TLS:          "the certificate of the server, WithRootCAs for a private authority, WithClientCertificate if the server asks for one",
	Proxy:        "WithProxy, HTTPS_PROXY, HTTP_PROXY and NO_PROXY, the user and password in the URL of the proxy, and its log",
	Reset:        "the server and what is in between (a load balancer, a proxy): one of them has closed the connection",
	Protocol:     "what listens at that address: it does not speak HTTP as the URL says",
	Body:         "the server and what is in between: the response was not transmitted as announced",
	TooLarge:     "WithMaxResponseBytes, or Stream() for a body of any length",
	Redirect:     "the URL of the call: use the address that the redirect leads to, if you trust it",
	ClientStatus: "the request (URL, parameters, body, credentials), which the server refuses; Body of the error is the server's answer",
	RateLimited:  "the rate of calls to this server; RetryAfter says when the next one is welcome",
	ServerStatus: "the server, and its log by time and URL",
	Decode:       "whether the URL is the right one, and the first bytes of the response in Body",
	Auth:         "the credentials of the client, and the server that issues its tokens",
	Closed:       "the order of shutting down: the client was closed before the call",
	CircuitOpen:  "the origin, which was failing: the log has its failures; WithBreaker sets when the circuit breaker opens",
	Limited:      "the client's own limits: raise them, or send less",
	Blocked:      "the address of the URL, or the list of those that are allowed",
	Unknown:      "the cause: no more is known of it",
}
