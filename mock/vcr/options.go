package vcr

import (
	"net/http"

	"gopkg.in/dnaeon/go-vcr.v4/pkg/recorder"
)

// Env is the environment variable that says what tapes do:
//
//	replay   plays what is on the tape; anything else fails the test. The default
//	record   sends everything and makes the tape anew
//	extend   plays what is on the tape, sends the rest and adds it
//	off      sends everything and leaves the tape alone
const Env = "OUTBOUND_VCR"

var modes = map[string]recorder.Mode{
	"":       recorder.ModeReplayOnly,
	"replay": recorder.ModeReplayOnly,
	"record": recorder.ModeRecordOnly,
	"extend": recorder.ModeReplayWithNewEpisodes,
	"off":    recorder.ModePassthrough,
}

// Option is a setting of a [Tape].
type Option func(*Tape)

// Through is the transport that a recording is sent through. Default: one of
// net/http with its default settings.
func Through(rt http.RoundTripper) Option { return func(p *Tape) { p.through = rt } }

// Hide names query, form, XML and JSON fields and header fields whose values
// are secrets, besides those that sound like it. Case does not matter.
func Hide(names ...string) Option {
	return func(p *Tape) { p.hidden = append(p.hidden, names...) }
}
