package retry_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
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
		"408":                             {answer(408), false},
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

func TestConditions(t *testing.T) {
	var (
		yes     = retry.OnStatusRange(0, 999)
		no      = retry.OnStatus()
		refused = failure(httperror.Connect, errRefused)
	)
	tests := map[string]struct {
		when    retry.Condition
		attempt retry.Attempt
		want    bool
	}{
		"status of the list":              {retry.OnStatus(404, 503), answer(503), true},
		"status not of the list":          {retry.OnStatus(404, 503), answer(500), false},
		"status of an empty list":         {retry.OnStatus(), answer(500), false},
		"status of an error":              {retry.OnStatus(0), refused, false},
		"first status of a range":         {retry.OnStatusRange(500, 599), answer(500), true},
		"last status of a range":          {retry.OnStatusRange(500, 599), answer(599), true},
		"status below a range":            {retry.OnStatusRange(500, 599), answer(499), false},
		"status above a range":            {retry.OnStatusRange(500, 599), answer(600), false},
		"range of an error":               {retry.OnStatusRange(0, 999), refused, false},
		"kind of the list":                {retry.OnKind(httperror.DNS, httperror.Connect), refused, true},
		"kind of a status":                {retry.OnKind(httperror.RateLimited), answer(429), true},
		"kind not of the list":            {retry.OnKind(httperror.DNS), refused, false},
		"no kind is no failure":           {retry.OnKind(""), answer(200), false},
		"error inside":                    {retry.OnError(syscall.ECONNREFUSED), refused, true},
		"error by its kind":               {retry.OnError(httperror.Connect), refused, true},
		"another error":                   {retry.OnError(syscall.ECONNRESET), refused, false},
		"error of a response":             {retry.OnError(httperror.ServerStatus), answer(503), false},
		"nil error of a response":         {retry.OnError(nil), answer(503), false},
		"nil error of an error":           {retry.OnError(nil), refused, false},
		"any of none":                     {retry.Any(), answer(503), false},
		"any: the second":                 {retry.Any(no, yes), answer(200), true},
		"any: neither":                    {retry.Any(no, no), answer(200), false},
		"any takes nil for Transient":     {retry.Any(nil, no), answer(503), true},
		"any takes nil for no more":       {retry.Any(nil, no), answer(404), false},
		"all of none":                     {retry.All(), answer(200), true},
		"all: not the second":             {retry.All(yes, no), answer(200), false},
		"all: both":                       {retry.All(yes, yes), answer(200), true},
		"all takes nil for Transient":     {retry.All(nil, yes), answer(404), false},
		"not":                             {retry.Not(yes), answer(200), false},
		"not not":                         {retry.Not(no), answer(200), true},
		"not takes nil for Transient":     {retry.Not(nil), answer(503), false},
		"all but one status is retryable": {retry.All(retry.Transient, retry.Not(retry.OnStatus(501))), answer(501), false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { wantAsked(t, tt.when, tt.attempt, tt.want) })
	}
}

func wantAsked(t *testing.T, when retry.Condition, a retry.Attempt, want bool) {
	t.Helper()
	if got := when(a); got != want {
		t.Errorf("%s: got %v, want %v", fmt.Sprint(a.Kind, a.Response, a.Err), got, want)
	}
}

func TestConditionsAskNoMoreThanTheyNeed(t *testing.T) {
	asked := 0
	count := func(v bool) retry.Condition { return func(retry.Attempt) bool { asked++; return v } }
	for name, when := range map[string]retry.Condition{
		"any": retry.Any(count(true), count(true)), "all": retry.All(count(false), count(false)),
	} {
		asked = 0
		when(answer(200))
		if asked != 1 {
			t.Errorf("%s: got %d conditions asked, want 1", name, asked)
		}
	}
}

func TestConditionsKeepTheirOwnCopyOfASlice(t *testing.T) {
	codes, kinds, cs := []int{503}, []httperror.Kind{httperror.ServerStatus}, []retry.Condition{nil}
	status, kind, anyOf, all := retry.OnStatus(codes...), retry.OnKind(kinds...), retry.Any(cs...), retry.All(cs...)
	if cs[0] != nil {
		t.Error("Any or All wrote into the caller's slice")
	}
	codes[0], kinds[0], cs[0] = 0, "", retry.OnStatus()
	for _, when := range []retry.Condition{status, kind, anyOf, all} {
		wantAsked(t, when, answer(503), true)
	}
}
