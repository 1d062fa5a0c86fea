package httperror

import "strings"

// deadlineAdvice is for a call whose time was over.
func (e *Error) deadlineAdvice(owner string) string {
	raise := "raise " + e.deadlineOption()
	switch {
	case len(e.History) == 0:
		return "find what took the time before the first attempt; " + raise
	case len(e.History) == 1:
		return owner + " why it was too slow; " + raise
	}
	return "see in the attempts above what took the time; " + owner + "; " + raise
}

// timeoutAdvice is for an attempt, or a body, that took too long. The limit of the
// error is that of the attempts if there were several.
func (e *Error) timeoutAdvice(owner string, has func(string) bool) string {
	switch {
	case has("no connection within "):
		return "check that " + e.host() + " can be reached (firewall, route); raise WithAttemptTimeout if connecting takes longer"
	case has("attempt timeout"):
		return owner + " why it was too slow; raise WithAttemptTimeout if it needs longer" + e.retryOn()
	case has("no byte for "):
		return owner + ", or of a proxy before it, why the body stopped; raise WithBodyIdleTimeout if such pauses are normal" + e.retryOn()
	}
	return owner + " why it was too slow; raise the timeout named above if it needs longer" + e.retryOn()
}

// tlsAdvice is for a certificate or a handshake.
func (e *Error) tlsAdvice(owner string, has func(string) bool) string {
	switch {
	case has("unknown authority"):
		return "find out who the issuer is: a private authority, a proxy that intercepts TLS, or a server with an incomplete chain; only if you trust it, add it with WithRootCAs"
	case has("is not for "):
		return "correct the host in the URL, or " + owner + " for a certificate that names it"
	case has("is not valid"):
		return owner + " for a valid certificate; check the clock of this machine"
	case has("does not speak TLS"):
		return "correct the scheme or the port in the URL"
	case has("refused the TLS handshake"):
		return "set WithClientCertificate if the server wants a certificate of yours; else " + owner
	}
	return owner + ": the TLS handshake fails before the request is sent"
}

// redirectAdvice is for a redirect that was not followed.
func (e *Error) redirectAdvice(owner, cause string, has func(string) bool) string {
	switch {
	case strings.HasSuffix(cause, " leads to "+e.URL):
		return owner + " why the URL redirects to itself; it may need a cookie (WithCookieJar) or sign-in (WithAuth)"
	case e.limitIs("redirects "):
		return owner + " where the redirects end; raise WithMaxRedirects only if they do"
	case e.leavesTLS():
		return owner + " to redirect to https"
	case has("asks for the body again"):
		return "give a body that can be sent again (bytes, a string, a file), or call the address that the redirect names"
	}
	return "call the address that the redirect names, if you trust it: put it in the URL of the call, or in WithBaseURL"
}
