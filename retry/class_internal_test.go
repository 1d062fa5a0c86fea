package retry

import (
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/retryafter"
)

func TestClassOf(t *testing.T) {
	var (
		odd     = errors.New("odd")
		unmet   = &net.OpError{Op: "proxyconnect", Net: "tcp", Err: odd}
		failure = func(k httperror.Kind, err error) Attempt { return Attempt{Err: err, Kind: k} }
		answer  = func(code int) Attempt {
			return Attempt{Response: &http.Response{StatusCode: code}, Kind: httperror.KindOfStatus(code)}
		}
	)
	tests := map[string]struct {
		attempt Attempt
		want    class
	}{
		"dns":                          {failure(httperror.DNS, odd), classConnect},
		"connect":                      {failure(httperror.Connect, odd), classConnect},
		"proxy that was not reached":   {failure(httperror.Proxy, unmet), classConnect},
		"proxy that refused CONNECT":   {failure(httperror.Proxy, odd), classConnect},
		"timeout":                      {failure(httperror.Timeout, odd), classRead},
		"reset":                        {failure(httperror.Reset, io.EOF), classRead},
		"protocol":                     {failure(httperror.Protocol, odd), classRead},
		"body that was cut off":        {failure(httperror.Body, io.ErrUnexpectedEOF), classRead},
		"tls":                          {failure(httperror.TLS, odd), classOther},
		"unknown":                      {failure(httperror.Unknown, odd), classOther},
		"canceled":                     {failure(httperror.Canceled, odd), classOther},
		"200 that When wants again":    {answer(200), classStatus},
		"404":                          {answer(404), classStatus},
		"429":                          {answer(429), classStatus},
		"503":                          {answer(503), classStatus},
		"503 as an error":              {failure(httperror.ServerStatus, odd), classStatus},
		"a value of Do, without error": {Attempt{}, classOther},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { equal(t, "class", classOf(tt.attempt), tt.want) })
	}
}

func TestLimitsByClass(t *testing.T) {
	a, b, c, d := 1, 2, 3, 4
	l := Limits{Connect: &a, Read: &b, Status: &c, Other: &d}
	for i, want := range []*int{&a, &b, &c, &d} {
		equal(t, "limit", l.limit(class(i)), want)
		equal(t, "no limit", Limits{}.limit(class(i)), nil)
	}
}

func TestIgnoringRetryAfterMakesA413Final(t *testing.T) {
	a := Attempt{
		Response: &http.Response{StatusCode: 413, Header: http.Header{"Retry-After": {"5"}}},
		Kind:     httperror.ClientStatus,
	}
	equal(t, "honoured", Transient(a), true)
	a.ignoreRetryAfter = true
	equal(t, "ignored", Transient(a), false)
}

func TestRetryAfterIsMeasuredFromNow(t *testing.T) {
	now := time.Date(2019, time.June, 3, 11, 0, 0, 0, time.UTC)
	wait, ok := retryafter.Of(http.Header{"Retry-After": {"Mon, 03 Jun 2019 11:30:12 GMT"}}, now)
	equal(t, "wait", wait, 1812*time.Second)
	equal(t, "ok", ok, true)
	wait, ok = retryafter.Of(http.Header{}, now)
	equal(t, "wait without the field", wait, 0)
	equal(t, "ok without the field", ok, false)
}
