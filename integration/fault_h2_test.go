package integration_test

import (
	"net/http"
	"testing"
	"time"

	"golang.org/x/net/http2"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

// few is the most that net/http's own repetitions may come to in two attempts.
const few = 16

func h2Faults() []fault {
	ok := faultserver.H2JSON("{}")
	return []fault{
		{
			name:    "GOAWAY after the request was taken",
			provoke: h2(faultserver.H2GoAway(http2.ErrCodeInternal, true)),
			get:     retried(httperror.Reset),
			post:    failed(httperror.Reset),
		},
		{
			name:    "GOAWAY before the request was taken, once",
			provoke: h2(faultserver.H2GoAway(http2.ErrCodeNo, false), ok),
			get:     answered(2),
			post:    answered(2),
		},
		{
			name:    "GOAWAY before the request was taken, for ever",
			provoke: h2(faultserver.H2GoAway(http2.ErrCodeNo, false)),
			get:     outcome{kind: httperror.Reset, or: httperror.Protocol, attempts: 2, requests: 2, most: few},
			post:    outcome{kind: httperror.Reset, or: httperror.Protocol, attempts: 1, upTo: 2, requests: 1, most: few},
		},
		{
			name:    "RST_STREAM with REFUSED_STREAM once",
			provoke: h2(faultserver.H2Reset(http2.ErrCodeRefusedStream), ok),
			get:     answered(2),
			post:    answered(2),
		},
		{
			name:    "RST_STREAM with REFUSED_STREAM for ever", // net/http waits 1 s, 2 s, … inside the attempt
			provoke: within(h2(faultserver.H2Reset(http2.ErrCodeRefusedStream)), impatient),
			get:     outcome{kind: httperror.Timeout, timeout: true, attempts: 2, requests: 2, most: few},
			post:    outcome{kind: httperror.Timeout, timeout: true, attempts: 1, requests: 1, most: few},
		},
		{
			name:    "RST_STREAM with INTERNAL_ERROR",
			provoke: h2(faultserver.H2Reset(http2.ErrCodeInternal)),
			get:     retried(httperror.Reset).or2(httperror.Protocol),
			post:    failed(httperror.Reset).or2(httperror.Protocol),
		},
		{
			name:    "RST_STREAM with PROTOCOL_ERROR",
			provoke: h2(faultserver.H2Reset(http2.ErrCodeProtocol)),
			get:     outcome{kind: httperror.Protocol, or: httperror.Reset, attempts: 2, requests: 2, most: few},
			post:    outcome{kind: httperror.Protocol, or: httperror.Reset, attempts: 1, upTo: 1, requests: 1, most: few},
		},
		{
			name:       "RST_STREAM in the body",
			handedOver: []string{"POST"},
			provoke:    h2(faultserver.H2ResetInBody(http2.ErrCodeInternal, doc)),
			get:        retried(httperror.Body),
			post:       failed(httperror.Body),
		},
		{
			name:    "a frozen connection, which pings notice",
			provoke: within(reused(h2(ok, faultserver.H2Freeze(), ok)), pings(50*time.Millisecond)),
			get:     answered(2),
			post:    failed(httperror.Reset),
		},
	}
}

// h2 is a scene of one HTTP/2 server.
func h2(steps ...faultserver.StreamStep) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		ca := faultserver.NewAuthority(t)
		srv := faultserver.StartH2(t, ca.Issue(t), 0, steps...)
		return scene{url: srv.URL + "/x", opts: []outbound.Option{outbound.WithRootCAs(ca.File)}, seen: srv}
	}
}

func pings(d time.Duration) outbound.Option {
	return outbound.WithTransportConfig(func(tr *http.Transport) {
		tr.HTTP2 = &http.HTTP2Config{SendPingTimeout: d, PingTimeout: d}
	})
}
