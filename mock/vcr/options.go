package vcr

import "net/http"

// Env is the environment variable that selects what tapes do:
//
//	replay   plays what is on the tape; anything else fails the test. The default
//	record   sends everything and makes the tape anew
//	extend   plays what is on the tape, sends the rest and adds it
//	off      sends everything and leaves the tape alone
const Env = "OUTBOUND_VCR"

// mode is the meaning of a value of [Env].
type mode struct {
	plays bool // what is on the tape
	sends bool // what is not played
	saves bool // what was sent
}

var modes = map[string]mode{
	"":       {plays: true},
	"replay": {plays: true},
	"record": {sends: true, saves: true},
	"extend": {plays: true, sends: true, saves: true},
	"off":    {sends: true},
}

// Option is a setting of a [Tape].
type Option func(*Tape)

// Through is the transport that a recording is sent through. Default: one of
// net/http with its default settings.
func Through(rt http.RoundTripper) Option { return func(p *Tape) { p.through = rt } }

// Hide adds names of query, form, multipart, JSON and XML fields and of header
// fields whose values are secrets, to those that promise one. A name is the same
// in any case, and with or without '-' and '_'.
//
// A name that begins with a slash is the beginning of a path in which braces
// mark a secret and a star matches any segment: Hide("/bot{token}/") and
// Hide("/*/keys/{key}").
func Hide(names ...string) Option {
	return func(p *Tape) { p.hide(names) }
}
