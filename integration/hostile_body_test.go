package integration_test

import (
	"strings"
	"testing"

	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

// hostileBodies are answers that are small on the wire, or have no end.
func hostileBodies() []hostile {
	large := []httperror.Kind{httperror.TooLarge}
	endless := []httperror.Kind{httperror.Timeout, httperror.Deadline, httperror.Body, httperror.TooLarge}
	row := func(name string, kinds []httperror.Kind, step func() faultserver.Step) hostile {
		return hostile{name: name, kinds: kinds, provoke: func(t *testing.T) scene { return on(step())(t) }}
	}
	const (
		gzipHead    = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" // RFC 1952, section 2.3
		namedHead   = "\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xff" // a name follows, up to a zero byte
		emptyBlock  = "\x00\x00\x00\xff\xff"                     // a stored block of no bytes, RFC 1951, section 3.2.4
		emptyMember = gzipHead + "\x01\x00\x00\xff\xff" + "\x00\x00\x00\x00\x00\x00\x00\x00"
	)
	return []hostile{
		row("256 MiB of zeros in gzip", large, func() faultserver.Step { return faultserver.Bomb(256 << 20) }),
		row("256 MiB of zeros in gzip in gzip", large, func() faultserver.Step { return faultserver.NestedBomb(256<<20, 2) }),
		row("256 MiB of zeros in gzip, five times", large, func() faultserver.Step { return faultserver.NestedBomb(256<<20, 5) }),
		row("more codings than the client decodes", []httperror.Kind{httperror.Decode, httperror.Body}, func() faultserver.Step {
			return faultserver.NestedBomb(1<<20, 50)
		}),
		row("gzip with a name without end", endless, func() faultserver.Step { return faultserver.EndlessGzip(namedHead, "a") }),
		row("gzip of empty blocks without end", endless, func() faultserver.Step { return faultserver.EndlessGzip(gzipHead, emptyBlock) }),
		row("gzip of empty members without end", endless, func() faultserver.Step { return faultserver.EndlessGzip("", emptyMember) }),
		row("headers of 4 MiB", []httperror.Kind{httperror.Protocol}, func() faultserver.Step { return faultserver.HugeHead(4 << 20) }),
		row("an error page of 4 MiB", []httperror.Kind{httperror.ServerStatus}, func() faultserver.Step {
			return faultserver.Answer(503, strings.Repeat("x", 4<<20), "Content-Type", "text/plain")
		}),
	}
}
