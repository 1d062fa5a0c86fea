package httperror

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"syscall"
)

// Classify returns the kind of err: of an [Error] or [Kind] inside it, else by
// the types that net, crypto/tls and net/http return. It never goes by a text:
// an error of another package may say anything. "" for nil.
//
// It cannot tell the caller's deadline from another one: ask the context first.
func Classify(err error) Kind { return classify(err, false) }

// ClassifyNetHTTP is [Classify] for an error that is known to come from a
// [http.Transport], and asks its text as well: many of its errors have no type.
func ClassifyNetHTTP(err error) Kind { return classify(err, true) }

func classify(err error, texts bool) Kind {
	var he *Error
	var k Kind
	switch {
	case err == nil:
		return ""
	case errors.As(err, &he):
		return he.Kind
	case errors.As(err, &k):
		return k
	}
	kind := byType(err)
	if texts && (kind == Unknown || kind == Reset || kind == Timeout) {
		if k := byText(err); k != "" {
			return k
		}
	}
	return kind
}

// byType asks from the outside in: how the connection came about, then time,
// then what was read.
func byType(err error) Kind {
	switch {
	case isProxy(err):
		return Proxy
	case isDNS(err):
		return DNS
	case isTLS(err):
		return TLS
	case isDial(err):
		return Connect
	case is(err, context.Canceled):
		return Canceled
	case is(err, context.DeadlineExceeded):
		return Deadline
	case isTimeout(err):
		return Timeout
	case wronglyEncoded(err):
		return Body
	case isProtocol(err):
		return Protocol
	}
	switch code, ok := streamCode(err); {
	case ok && (code == codeProtocol || code == codeFrameSize || code == codeCompression):
		return Protocol
	case ok:
		return Reset
	case isReset(err):
		return Reset
	}
	return Unknown
}

func isProxy(err error) bool { return opOf(err, "proxyconnect", "socks connect") }

func isDNS(err error) bool {
	var e *net.DNSError
	return errors.As(err, &e)
}

func isDial(err error) bool {
	return opOf(err, "dial") || unreachable(err) && !opOf(err, "read", "write")
}

// unreachable is said of a dial, and of a connection whose network has gone.
func unreachable(err error) bool {
	return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.EHOSTUNREACH) || errors.Is(err, syscall.ENETUNREACH)
}

func isTLS(err error) bool {
	var (
		verify *tls.CertificateVerificationError
		record tls.RecordHeaderError
		alert  tls.AlertError
		ca     x509.UnknownAuthorityError
		host   x509.HostnameError
		cert   x509.CertificateInvalidError
	)
	return errors.As(err, &verify) || errors.As(err, &record) || errors.As(err, &alert) ||
		errors.As(err, &ca) || errors.As(err, &host) || errors.As(err, &cert) ||
		errors.Is(err, http.ErrSchemeMismatch) || opOf(err, "remote error", "local error")
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}

func isProtocol(err error) bool {
	var (
		proto *http.ProtocolError
		field textproto.ProtocolError
	)
	return errors.As(err, &proto) || errors.As(err, &field)
}

func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNABORTED) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.ErrClosedPipe) ||
		errors.Is(err, net.ErrClosed) || unreachable(err)
}

// opOf reports whether a net.OpError in err has one of the operations.
func opOf(err error, ops ...string) bool {
	var e *net.OpError
	for errors.As(err, &e) {
		for _, op := range ops {
			if e.Op == op {
				return true
			}
		}
		err, e = e.Err, nil
	}
	return false
}

// is finds target itself in err: package net has errors that only say they are
// one of the context's.
func is(err, target error) bool {
	for err != nil {
		if err == target {
			return true
		}
		switch x := err.(type) {
		case interface{ Unwrap() error }:
			err = x.Unwrap()
		case interface{ Unwrap() []error }:
			for _, e := range x.Unwrap() {
				if is(e, target) {
					return true
				}
			}
			return false
		default:
			return false
		}
	}
	return false
}

// wronglyEncoded reports whether the content coding of a body is broken, as
// opposed to the stream that carries it.
func wronglyEncoded(err error) bool {
	var (
		corrupt flate.CorruptInputError
		coding  interface{ WronglyEncoded() bool }
	)
	if errors.As(err, &coding) && coding.WronglyEncoded() {
		return true
	}
	return errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.As(err, &corrupt)
}
