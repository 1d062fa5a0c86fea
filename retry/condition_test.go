package retry_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"syscall"
	"testing"

	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

// answer is an attempt that brought a response.
func answer(code int, field ...string) retry.Attempt {
	resp := &http.Response{StatusCode: code, Header: http.Header{}}
	for i := 0; i < len(field); i += 2 {
		resp.Header.Add(field[i], field[i+1])
	}
	return retry.Attempt{Number: 1, Response: resp, Kind: httperror.KindOfStatus(code)}
}

// failure is an attempt that brought an error.
func failure(kind httperror.Kind, err error) retry.Attempt {
	return retry.Attempt{Number: 1, Err: &httperror.Error{Kind: kind, Err: err}, Kind: kind}
}

var (
	errRefused = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	errProxy   = &net.OpError{Op: "proxyconnect", Net: "tcp", Err: errRefused}
	errOdd     = errors.New("odd")
)

func TestTransient(t *testing.T) {
	allowed := answer(503)
	allowed.Kind = "" // as AllowStatus has it
	tests := map[string]struct {
		attempt retry.Attempt
		want    bool
	}{
		"408":                             {answer(408), true},
		"425":                             {answer(425), true},
		"425 as an error of Do":           {retry.Attempt{Number: 1, Kind: httperror.ClientStatus, Err: &httperror.Error{Kind: httperror.ClientStatus, StatusCode: 425}}, true},
		"a name that does not exist":      {failure(httperror.DNS, &net.DNSError{IsNotFound: true}), true},
		"the same, asked for twice":       {retry.Attempt{Number: 2, Kind: httperror.DNS, Err: &net.DNSError{IsNotFound: true}}, false},
		"dns":                             {failure(httperror.DNS, &net.DNSError{}), true},
		"connect":                         {failure(httperror.Connect, errRefused), true},
		"timeout":                         {failure(httperror.Timeout, context.DeadlineExceeded), true},
		"reset":                           {failure(httperror.Reset, io.EOF), true},
		"protocol":                        {failure(httperror.Protocol, errOdd), true},
		"proxy that was not reached":      {failure(httperror.Proxy, errProxy), true},
		"proxy that refused CONNECT":      {failure(httperror.Proxy, errOdd), false},
		"body that was cut off":           {failure(httperror.Body, io.ErrUnexpectedEOF), true},
		"body that is wrongly encoded":    {failure(httperror.Body, gzip.ErrHeader), false},
		"request":                         {failure(httperror.Request, errOdd), false},
		"canceled":                        {failure(httperror.Canceled, context.Canceled), false},
		"deadline":                        {failure(httperror.Deadline, context.DeadlineExceeded), false},
		"tls":                             {failure(httperror.TLS, errOdd), false},
		"too large":                       {failure(httperror.TooLarge, errOdd), false},
		"redirect":                        {failure(httperror.Redirect, errOdd), false},
		"decode":                          {failure(httperror.Decode, errOdd), false},
		"auth":                            {failure(httperror.Auth, errOdd), false},
		"closed":                          {failure(httperror.Closed, errOdd), false},
		"unknown":                         {failure(httperror.Unknown, errOdd), false},
		"200":                             {answer(200), false},
		"304":                             {answer(304), false},
		"400":                             {answer(400), false},
		"404":                             {answer(404), false},
		"404 with Retry-After":            {answer(404, "Retry-After", "5"), false},
		"429":                             {answer(429), true},
		"500":                             {answer(500), true},
		"501":                             {answer(501), true},
		"599":                             {answer(599), true},
		"600":                             {answer(600), false},
		"999":                             {answer(999), false},
		"an allowed 503":                  {allowed, false},
		"413":                             {answer(413), false},
		"413 with Retry-After":            {answer(413, "Retry-After", "5"), true},
		"413 with a date in the past":     {answer(413, "Retry-After", "Mon, 03 Jun 2019 10:59:00 GMT"), false},
		"413 with malformed Retry-After":  {answer(413, "Retry-After", "soon"), false},
		"413 with Retry-After 0":          {answer(413, "Retry-After", "0"), false},
		"413 with Retry-After twice":      {answer(413, "Retry-After", "4", "Retry-After", "8"), false},
		"413 as an error that Do may see": {failure(httperror.ClientStatus, nil), false},
		"503 as an error that Do may see": {failure(httperror.ServerStatus, nil), true},
		"nothing at all":                  {retry.Attempt{}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { wantAsked(t, retry.Transient, tt.attempt, tt.want) })
	}
}
