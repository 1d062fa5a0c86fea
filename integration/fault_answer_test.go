package integration_test

import (
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

const (
	doc     = `{"password":"` + canary + `-doc","tags":["a","b"]}`
	badPage = "<html><body><h1>502 Bad Gateway</h1>password=" + canary + "-page</body></html>"
)

func answerFaults() []fault {
	return []fault{
		{
			name:    "garbage in place of a status line",
			provoke: on(faultserver.Garbage()),
			get:     retried(httperror.Protocol),
			post:    failed(httperror.Protocol),
		},
		{
			name:    "headers over 1 MiB",
			provoke: on(faultserver.HugeHead(2 << 20)),
			get:     retried(httperror.Protocol),
			post:    failed(httperror.Protocol),
		},
		{
			name:    "headers dripping forever",
			provoke: within(on(faultserver.DripHead(5*time.Millisecond)), impatient),
			get:     retried(httperror.Timeout).late(),
			post:    failed(httperror.Timeout).late(),
		},
		{
			name:    "never an answer",
			provoke: within(on(faultserver.Never()), impatient),
			get:     retried(httperror.Timeout).late(),
			post:    failed(httperror.Timeout).late(),
		},
		{
			name:    "1xx without end",
			provoke: on(faultserver.Informational()),
			get:     retried(httperror.Protocol),
			post:    failed(httperror.Protocol),
		},
		{
			name:    "an unasked 101 followed by silence",
			provoke: on(faultserver.SwitchingProtocols()),
			get:     retried(httperror.Protocol),
			post:    failed(httperror.Protocol),
		},
		{
			name:    "413 before the body is read",
			provoke: carrying(8<<20, on(faultserver.Early(413))),
			get:     failed(httperror.ClientStatus),
			post:    failed(httperror.ClientStatus),
		},
		{
			name:    "HTML 502 from a proxy",
			provoke: on(faultserver.Answer(502, badPage, "Content-Type", "text/html")),
			get:     retried(httperror.ServerStatus),
			post:    failed(httperror.ServerStatus),
		},
		{
			name:    "status 000",
			provoke: on(faultserver.Status(0)),
			get:     retried(httperror.Protocol),
			post:    failed(httperror.Protocol),
		},
		{
			name:    "status 999", // outside 400 to 599, and so an answer
			provoke: on(faultserver.Answer(999, doc, "Content-Type", "application/json")),
			get:     answered(1),
			post:    answered(1),
		},
		{
			name:    "204 with a body",
			provoke: on(faultserver.BodyAfter(204, doc)),
			get:     answered(1),
			post:    answered(1),
		},
		{
			name:    "304 with a body",
			provoke: on(faultserver.BodyAfter(304, doc)),
			get:     answered(1),
			post:    answered(1),
		},
	}
}
