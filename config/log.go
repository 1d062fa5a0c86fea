package config

import (
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/logging"
)

var zerologLevels = map[Level]zerolog.Level{
	"trace": zerolog.TraceLevel, "debug": zerolog.DebugLevel, "info": zerolog.InfoLevel,
	"warn": zerolog.WarnLevel, "error": zerolog.ErrorLevel,
}

// options are those of the section.
func (s *loggingSection) options() (opts []logging.Option) {
	if s == nil {
		return nil
	}
	add := func(is bool, o logging.Option) {
		if is {
			opts = append(opts, o)
		}
	}
	add(s.Level != nil, logging.Level(zerologLevels[or(s.Level)]))
	add(s.Attempts != nil, logging.Attempts(zerologLevels[or(s.Attempts)]))
	add(bool(or(s.Params)), logging.Params())
	add(s.Bodies != nil, logging.Bodies(int(or(s.Bodies))))
	add(s.Headers != nil, logging.Headers(texts(s.Headers)...))
	add(s.Slow != nil, logging.Slow(time.Duration(or(s.Slow))))
	add(s.Sample != nil, logging.Sample(int(or(s.Sample))))
	add(bool(or(s.Curl)), logging.Curl())
	return opts
}
