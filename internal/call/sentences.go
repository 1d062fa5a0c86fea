package call

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"

	"example.com/outbound/httperror"
)

// sentenceOf says in a sentence what err, a foreign error of the kind given, is
// about; "" where its own text is the better one. reading says that err is that
// of a body.
func (c *Call) sentenceOf(a *Attempt, kind httperror.Kind, err error, reading bool) string {
	err = bareError(err)
	if reading {
		return c.brokenBody(a, kind, err)
	}
	switch kind {
	case httperror.TLS:
		return c.handshake(err)
	case httperror.DNS:
		return unresolved(err)
	case httperror.Connect:
		return unconnected(err)
	case httperror.Proxy:
		return c.proxyUnreached(err)
	case httperror.Reset:
		return c.closed(a, err)
	case httperror.Timeout:
		if err.Error() == "net/http: timeout awaiting response headers" {
			return "no response headers within the ResponseHeaderTimeout of the transport" + c.place(a, false)
		}
	case httperror.Protocol:
		if text, ok := strings.CutPrefix(err.Error(), "net/http: HTTP/1.x transport connection broken: "); ok {
			return "the response is not HTTP: " + text
		}
	}
	return ""
}

// bareError is err without the wrappers that add no text.
func bareError(err error) error {
	for {
		inner := errors.Unwrap(err)
		if m, ok := err.(*maskedError); ok { // layer by layer
			inner = m.err
		}
		if _, is := err.(*url.Error); !is && (inner == nil || inner.Error() != err.Error()) { // layer by layer
			return err
		}
		if _, is := err.(*net.OpError); is || inner == nil { // layer by layer
			return err
		}
		err = inner
	}
}

// brokenBody says where a body has ended too early.
func (c *Call) brokenBody(a *Attempt, kind httperror.Kind, err error) string {
	if kind != httperror.Body || a == nil {
		return ""
	}
	switch {
	case !httperror.CutOff(err):
		return "the response is wrongly encoded: " + err.Error()
	case err == io.ErrUnexpectedEOF, err == io.EOF: // an error around it says more
		return "the response broke off" + c.place(a, true) + ": the server, or a proxy in between, closed the connection"
	}
	return "the response broke off" + c.place(a, true) + ": " + lastText(err)
}

// closed says of a connection that it ended before the response.
func (c *Call) closed(a *Attempt, err error) string {
	switch {
	case httperror.RefusedStreamNetHTTP(err):
		return "the server refused the stream (REFUSED_STREAM), and has processed nothing of it"
	case err == io.EOF, err == io.ErrUnexpectedEOF, err.Error() == "http: server closed idle connection": // an error around it says more
		return "the server closed the connection (EOF) before the response headers were complete" + c.place(a, false)
	case errors.Is(err, syscall.ECONNRESET):
		return "the connection was reset (RST) before the response headers were complete" + c.place(a, false)
	}
	return ""
}

// unresolved says why a name has no address.
func unresolved(err error) string {
	e, ok := errors.AsType[*net.DNSError](err)
	switch {
	case !ok || !endsWith(err, e):
		return ""
	case e.IsNotFound:
		return "the name " + e.Name + " does not exist"
	case e.IsTimeout:
		return "no name server answered in time for " + e.Name + from(e.Server)
	}
	return "the name " + e.Name + " was not resolved: " + e.Err + from(e.Server)
}

func from(server string) string {
	if server == "" {
		return ""
	}
	return " (name server " + server + ")"
}

// unconnected says to which address no connection came about.
func unconnected(err error) string {
	e, ok := errors.AsType[*net.OpError](err)
	if !ok || e.Op != "dial" || e.Addr == nil || !endsWith(err, e) {
		return ""
	}
	why := lastText(e.Err)
	if e.Timeout() {
		why = "no answer in time"
	}
	return "no connection to " + e.Addr.String() + ": " + why
}

// proxyUnreached says which proxy could not be reached, and where its setting comes
// from. A proxy that refuses has an error of its own.
func (c *Call) proxyUnreached(err error) string {
	e, ok := errors.AsType[*net.OpError](err)
	if !ok || e.Op != "proxyconnect" && e.Op != "socks connect" || c.ProxyOf == nil || c.Last() == nil {
		return ""
	}
	proxy := c.ProxyOf(c.Last())
	if proxy == "" {
		return ""
	}
	return "the proxy " + proxy + " was not reached: " + lastText(e)
}

// endsWith reports whether the text of err is that of inner, behind the words of
// an error around it that says "dial tcp".
func endsWith(err, inner error) bool {
	before, ok := strings.CutSuffix(err.Error(), inner.Error())
	return ok && (before == "" || strings.HasPrefix(before, "dial "))
}

// lastText is the text of the innermost error of package net, os or syscall.
func lastText(err error) string {
	for {
		switch e := err.(type) { // layer by layer
		case *net.OpError:
			err = e.Err
		case *os.SyscallError:
			err = e.Err
		default:
			return err.Error()
		}
	}
}

// handshakeTimedOut is how net/http says that a handshake took too long.
const handshakeTimedOut = "net/http: TLS handshake timeout"

// handshake says what is wrong with a certificate, and which option helps.
func (c *Call) handshake(err error) string {
	var (
		ca      x509.UnknownAuthorityError
		host    x509.HostnameError
		invalid x509.CertificateInvalidError
		record  tls.RecordHeaderError
		alert   tls.AlertError
	)
	switch name := c.hostname(); {
	case errors.As(err, &ca):
		return "the certificate of " + name + " is signed by an unknown authority" + issuer(ca.Cert) + ": add it with WithRootCAs if you trust the issuer"
	case errors.As(err, &host):
		return "the certificate is not for " + host.Host + namesOf(host.Certificate) + issuer(host.Certificate)
	case errors.As(err, &invalid):
		return "the certificate of " + name + " is not valid: " + invalidity(invalid) + issuer(invalid.Cert)
	case errors.As(err, &record):
		return "the server does not speak TLS at this port: its first bytes are not those of a handshake"
	case errors.As(err, &alert):
		return "the server refused the TLS handshake: " + strings.TrimPrefix(alert.Error(), "tls: ") + "; WithClientCertificate sends a certificate"
	case strings.HasSuffix(err.Error(), handshakeTimedOut):
		return "the TLS handshake with " + name + " took too long"
	}
	return ""
}

func (c *Call) hostname() string {
	if req := c.Last(); req != nil {
		return req.URL.Hostname()
	}
	return "the server"
}

func issuer(cert *x509.Certificate) string {
	if cert == nil {
		return ""
	}
	name := cert.Issuer.CommonName
	if name == "" {
		name = cert.Issuer.String()
	}
	return ` (issuer "` + name + `")`
}

// namesOf lists at most three names of a certificate.
func namesOf(cert *x509.Certificate) string {
	if cert == nil {
		return ""
	}
	names := append([]string(nil), cert.DNSNames...)
	for _, ip := range cert.IPAddresses {
		names = append(names, ip.String())
	}
	switch {
	case len(names) == 0:
		return ", it has no name"
	case len(names) > 3:
		names = append(names[:3], "…")
	}
	return ", but for " + strings.Join(names, ", ")
}

func invalidity(e x509.CertificateInvalidError) string {
	const day = "2006-01-02 15:04 MST"
	if e.Reason == x509.Expired && e.Cert != nil {
		return "it holds from " + e.Cert.NotBefore.UTC().Format(day) + " to " + e.Cert.NotAfter.UTC().Format(day)
	}
	return strings.TrimPrefix(e.Error(), "x509: ")
}
