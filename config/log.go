package config

import "example.com/outbound/logging"

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
	add(s.Level != nil, logging.Level(or(s.Level)))
	add(s.Attempts != nil, logging.Attempts(or(s.Attempts)))
	add(or(s.Params), logging.Params())
	add(s.Bodies != nil, logging.Bodies(int(or(s.Bodies))))
	add(s.Headers != nil, logging.Headers(s.Headers...))
	add(s.Slow != nil, logging.Slow(or(s.Slow)))
	add(s.Sample != nil, logging.Sample(or(s.Sample)))
	add(or(s.Curl), logging.Curl())
	return opts
}
