package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"os"
	"syscall"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// The exit statuses: curl's where there is one. docs/cli.md explains them.
const (
	exitOK        = 0
	exitOther     = 1 // or check has found a problem
	exitUsage     = 2
	exitURL       = 3
	exitDNS       = 6
	exitConnect   = 7
	exitProtocol  = 8
	exitPartial   = 18
	exitStatus    = 22
	exitWrite     = 23
	exitRead      = 26
	exitTimeout   = 28
	exitTLS       = 35
	exitRedirects = 47
	exitEmpty     = 52
	exitReceive   = 56
	exitCert      = 60
	exitEncoding  = 61
	exitTooLarge  = 63
	exitAuth      = 94
	exitProxy     = 97
	exitHangup    = 129
	exitInterrupt = 130
	exitQuit      = 131
	exitTerminate = 143
)

// usageError is a mistake in the command line or in the file of presets.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// readError is an input that could not be read, writeError an output that could
// not be written.
type (
	readError  struct{ error }
	writeError struct{ error }
)

func (e writeError) Unwrap() error { return e.error }

// found is the exit status of a command that has printed what it found.
type found int

func (found) Error() string { return "" }

// statusOf is the exit status of an error.
func statusOf(err error) int {
	var (
		call  *outbound.HTTPError
		usage usageError
		read  readError
		write writeError
		code  found
		stop  interrupted
	)
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &stop):
		return statusOfSignal(stop.signal)
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &read):
		return exitRead
	case errors.As(err, &write):
		return exitWrite
	case errors.As(err, &call):
		return statusOfCall(call)
	}
	return exitOther
}

// statusOfSignal is the exit status that a shell reports for a process that the
// signal has ended.
func statusOfSignal(s os.Signal) int {
	switch s {
	case syscall.SIGHUP:
		return exitHangup
	case syscall.SIGQUIT:
		return exitQuit
	case syscall.SIGTERM:
		return exitTerminate
	}
	return exitInterrupt
}

// statusOfCall is the exit status of a failed call.
func statusOfCall(e *outbound.HTTPError) int {
	switch e.Kind {
	case httperror.Request:
		return exitURL
	case httperror.Canceled:
		return exitInterrupt
	case httperror.ClientStatus, httperror.RateLimited, httperror.ServerStatus:
		return exitStatus
	case httperror.TooLarge:
		return exitTooLarge
	case httperror.Redirect:
		return exitRedirects
	case httperror.Decode:
		return exitEncoding
	case httperror.Auth:
		return exitAuth
	case httperror.Protocol:
		return exitProtocol
	case httperror.Body:
		if httperror.CutOff(e) {
			return exitPartial
		}
		return exitEncoding
	}
	return statusOfConnection(e)
}

func statusOfConnection(e *outbound.HTTPError) int {
	var (
		cert    *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
	)
	switch {
	case e.Timeout():
		return exitTimeout
	case e.Kind == httperror.DNS:
		return exitDNS
	case e.Kind == httperror.Connect:
		return exitConnect
	case e.Kind == httperror.Proxy:
		return exitProxy
	case e.Kind == httperror.TLS && (errors.As(e, &cert) || errors.As(e, &unknown)):
		return exitCert
	case e.Kind == httperror.TLS:
		return exitTLS
	case e.Kind == httperror.Reset && errors.Is(e, io.EOF):
		return exitEmpty
	case e.Kind == httperror.Reset:
		return exitReceive
	}
	return exitOther
}
