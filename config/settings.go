package config

import (
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound"
)

// settings are what the options of this package make.
type settings struct {
	logger  *zerolog.Logger
	codings map[string]outbound.Option
	every   time.Duration
	presets []string
	client  []outbound.Option
	report  func(error)
}

func newSettings(opts []Option) (s settings) {
	s.every = DefaultInterval
	s.report = func(error) {}
	for _, o := range opts {
		if o != nil {
			o(&s)
		}
	}
	return s
}

// Every is how often a [Watcher] looks at the file. Default: [DefaultInterval],
// the shortest is 10 ms.
func Every(d time.Duration) Option { return func(s *settings) { s.every = d } }

// Presets are the ones that a [Watcher] makes clients of, so that a program
// needs the secrets of its own presets only. Default: all of the file.
func Presets(names ...string) Option {
	return func(s *settings) { s.presets = append(s.presets, names...) }
}

// Client adds options to every client of a [Watcher]. They are applied after the
// preset's own, and win. One that changes proxy, TLS or the base transport costs
// the connections at every change of the preset.
func Client(opts ...outbound.Option) Option {
	return func(s *settings) { s.client = append(s.client, opts...) }
}

// Report is called with the result of every change that a [Watcher] sees: nil when
// the new presets are in force, else the reason why the old ones still are. The
// calls come one after the other, from the goroutine of the watch; f must not call
// [Watcher.Close], which waits for it. Default: no function.
func Report(f func(error)) Option { return func(s *settings) { s.report = f } }
