package integration_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

func bodyFaults() []fault {
	return []fault{
		{
			name:       "Content-Length too long",
			handedOver: []string{"POST"},
			provoke:    on(faultserver.LongLength(100, doc)),
			get:        retried(httperror.Body),
			post:       failed(httperror.Body),
		},
		{
			name:       "chunked without an end",
			handedOver: []string{"GET", "POST"},
			provoke:    on(faultserver.EndlessChunked(doc)),
			get:        retried(httperror.Body),
			post:       failed(httperror.Body),
		},
		{
			name:       "bad chunk size",
			handedOver: []string{"GET", "POST"},
			provoke:    on(faultserver.BadChunk()),
			get:        retried(httperror.Body),
			post:       failed(httperror.Body),
		},
		{
			name:       "bad gzip", // whole, and wrong for ever
			handedOver: []string{"GET", "POST"},
			provoke:    on(faultserver.BrokenGzip(strings.Repeat(doc, 20))),
			get:        failed(httperror.Body),
			post:       failed(httperror.Body),
		},
		{
			name:       "gzip declared, plain sent",
			handedOver: []string{"GET", "POST"},
			provoke:    on(faultserver.PlainAsGzip(doc)),
			get:        failed(httperror.Body),
			post:       failed(httperror.Body),
		},
		{
			name:    "64 MiB out of 64 KiB of gzip",
			provoke: func(t *testing.T) scene { return on(bomb())(t) },
			get:     failed(httperror.TooLarge),
			post:    failed(httperror.TooLarge),
			content: true, // a stream of any size
		},
		{
			name:    "an error page beyond the bound", // keeps its status
			provoke: on(faultserver.Answer(500, strings.Repeat("x", 3<<20), "Content-Type", "text/plain")),
			get:     retried(httperror.ServerStatus),
			post:    failed(httperror.ServerStatus),
		},
		{
			name:       "a body that stalls after half",
			handedOver: []string{"POST"},
			provoke:    within(on(faultserver.Stall(doc)), restless),
			get:        retried(httperror.Timeout).late(),
			post:       failed(httperror.Timeout).late(),
		},
		{
			name:    "a body that drips within the timeout",
			provoke: within(on(faultserver.Drip(`{"a":1}`, 100*time.Millisecond)), outbound.WithBodyIdleTimeout(5*time.Second)),
			get:     answered(1),
			post:    answered(1),
		},
		{
			name:    "JSON cut in half with a correct length",
			provoke: on(faultserver.JSON(doc[:len(doc)/2])),
			get:     failed(httperror.Decode),
			post:    failed(httperror.Decode),
			content: true,
		},
		{
			name:    "wrong content type",
			provoke: on(faultserver.Answer(200, badPage, "Content-Type", "text/html")),
			get:     failed(httperror.Decode),
			post:    failed(httperror.Decode),
			content: true,
		},
		{
			name:    "UTF-8 BOM", // RFC 8259, section 8.1: a parser may ignore it
			provoke: on(faultserver.JSON("\ufeff" + doc)),
			get:     answered(1),
			post:    answered(1),
		},
	}
}

// bomb is made once, and only where it is needed.
var bomb = sync.OnceValue(func() faultserver.Step { return faultserver.Bomb(64 << 20) })
