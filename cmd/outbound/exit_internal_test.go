package main

import (
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

func TestEveryKindHasAnExitStatus(t *testing.T) {
	failed := func(kind httperror.Kind, cause error) error {
		return fmt.Errorf("wrapped: %w", &outbound.HTTPError{Kind: kind, Err: cause})
	}
	tests := map[string]struct {
		err  error
		want int
	}{
		"nothing":                    {nil, 0},
		"usage":                      {usageError{io.EOF}, 2},
		"input":                      {readError{io.EOF}, 26},
		"output":                     {writeError{io.EOF}, 23},
		"a finding":                  {found(1), 1},
		"Ctrl-C":                     {interrupted{os.Interrupt}, 130},
		"SIGTERM":                    {interrupted{syscall.SIGTERM}, 143},
		"SIGHUP":                     {interrupted{syscall.SIGHUP}, 129},
		"SIGQUIT":                    {interrupted{syscall.SIGQUIT}, 131},
		"any other error":            {errors.New("odd"), 1},
		"request":                    {failed(httperror.Request, nil), 3},
		"canceled":                   {failed(httperror.Canceled, context.Canceled), 130},
		"deadline":                   {failed(httperror.Deadline, context.DeadlineExceeded), 28},
		"timeout":                    {failed(httperror.Timeout, nil), 28},
		"dns":                        {failed(httperror.DNS, nil), 6},
		"connect":                    {failed(httperror.Connect, nil), 7},
		"connect that took too long": {failed(httperror.Connect, context.DeadlineExceeded), 28},
		"tls":                        {failed(httperror.TLS, nil), 35},
		"certificate":                {failed(httperror.TLS, &tls.CertificateVerificationError{}), 60},
		"proxy":                      {failed(httperror.Proxy, nil), 97},
		"reset":                      {failed(httperror.Reset, errors.New("reset")), 56},
		"reset before an answer":     {failed(httperror.Reset, io.EOF), 52},
		"protocol":                   {failed(httperror.Protocol, nil), 8},
		"body that was cut off":      {failed(httperror.Body, io.ErrUnexpectedEOF), 18},
		"body wrongly encoded":       {failed(httperror.Body, gzip.ErrHeader), 61},
		"too large":                  {failed(httperror.TooLarge, nil), 63},
		"redirect":                   {failed(httperror.Redirect, nil), 47},
		"client status":              {failed(httperror.ClientStatus, nil), 22},
		"rate limited":               {failed(httperror.RateLimited, nil), 22},
		"server status":              {failed(httperror.ServerStatus, nil), 22},
		"decode":                     {failed(httperror.Decode, nil), 61},
		"auth":                       {failed(httperror.Auth, nil), 94},
		"circuit open":               {failed(httperror.CircuitOpen, nil), 1},
		"limited":                    {failed(httperror.Limited, nil), 1},
		"blocked":                    {failed(httperror.Blocked, nil), 1},
		"closed":                     {failed(httperror.Closed, nil), 1},
		"unknown":                    {failed(httperror.Unknown, nil), 1},
	}
	for name, tt := range tests {
		if got := statusOf(tt.err); got != tt.want {
			t.Errorf("%s: got %d, want %d", name, got, tt.want)
		}
	}
}
