package httperror

import (
	"errors"
	"net/url"
	"strings"
	"syscall"
)

// advice is what to look at or change: by the failure itself, then by the reason
// why the call was not repeated, if that can be changed.
func (e *Error) advice() string {
	s := e.kindAdvice()
	if more := e.reasonAdvice(); more != "" {
		s += "; " + more
	}
	return s
}

// kindAdvice is the advice for the kind, and for what else the error shows.
func (e *Error) kindAdvice() string {
	owner := "ask the owner of " + e.host()
	cause := causeText(e.Err)
	has := func(words string) bool { return strings.Contains(cause, words) }
	switch e.Kind {
	case Request:
		return "correct the code that makes the call: the request cannot be sent as it is"
	case Canceled:
		return "nothing if the cancel was intended; else find the code that cancels the context of the call"
	case Deadline:
		return e.deadlineAdvice(owner)
	case Timeout:
		return e.timeoutAdvice(owner, has)
	case DNS:
		if e.fix() != "" {
			return "correct the host in the URL, or ask the owner of the name to add it to the name server"
		}
		return "check that this machine reaches its name server"
	case Connect:
		if errors.Is(e.Err, syscall.ECONNREFUSED) {
			return "start the server, or correct the host and port in the URL: nothing listens there"
		}
		return "check the host and port in the URL, then the route to them (firewall, VPN)"
	case TLS:
		return e.tlsAdvice(owner, has)
	case Proxy:
		return e.proxyAdvice()
	case Reset:
		return owner + ", or of a proxy before it, why the connection was closed"
	case Protocol:
		return "check what listens at " + e.host() + ": it does not speak HTTP as the URL says"
	case Body:
		return owner + ", or of a proxy or load balancer before it, why the response is incomplete or damaged" + e.retryOn()
	case TooLarge:
		return "raise WithMaxResponseBytes, or read the body with Stream(); " + owner + " if the size is not expected"
	case Redirect:
		return e.redirectAdvice(owner, cause, has)
	case ClientStatus:
		return e.statusAdvice(owner)
	case RateLimited:
		return "send fewer requests (WithRateLimit paces them), or " + owner + " for a higher rate"
	case ServerStatus:
		return owner + ": the log of the server has the cause" + e.byID()
	case Decode:
		switch {
		case signsIn(cause):
			return "check the credentials that the call sends (WithAuth, a cookie, an API key): the response is a sign-in page, so they may be missing or expired; then check the URL"
		case has("it begins "):
			return "check the URL: the response, whose beginning is shown above, is not what the call expects"
		}
		return "check the URL and the type that the call decodes into; the field Body of the error has the first bytes"
	case Auth:
		if has("no token from ") {
			return "correct the credentials of the token source (client ID, client secret); then ask the owner of the token endpoint named above"
		}
		return "correct the credentials given to WithAuth; then ask the owner of the server that issues them"
	case Closed:
		return "correct the order of shutting down: the client was closed before the call had ended"
	case CircuitOpen:
		if has("opened by hand") {
			return "ask who has opened it (Client.Isolate), and why"
		}
		return "find the failures before this one in the log, and " + owner + "; leave the circuit breaker as it is"
	case Limited:
		return "send fewer requests, or raise the limit above if the server allows more"
	case Blocked:
		return "correct the URL, or allow the address in WithGuard"
	}
	return "read the cause above: no more is known of it"
}

// retryOn is for a failure that the client would repeat if it were allowed to.
func (e *Error) retryOn() string {
	if strings.Contains(e.Detail, "NoRetry") {
		return "; remove NoRetry if the client is to repeat such calls"
	}
	return ""
}

// byID says how the log of the server finds the request.
func (e *Error) byID() string {
	if e.RequestID == "" {
		return ", by time and URL"
	}
	return ", under the request ID above"
}

// host names the server of the URL.
func (e *Error) host() string {
	if u, err := url.Parse(e.URL); err == nil && u.Host != "" {
		return line(u.Host)
	}
	return "the server"
}

// signsIn reports whether the beginning of a page says that one must sign in.
func signsIn(text string) bool {
	text = strings.ToLower(text)
	return containsAny(text, []string{"sign in", "sign-in", "signin", "log in", "login", "log-in"})
}
