package main

import (
	"errors"
	"fmt"
	"time"

	"example.com/outbound"
	"example.com/outbound/config"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

// target is what every call has: where it goes and what it sends.
type target struct {
	presetFile
	URL string `arg:"" help:"URL to call; with --preset a path below its base URL."`

	Preset  string         `help:"Preset of the file to call with. Default: standard." short:"p" placeholder:"NAME"`
	Header  []string       `help:"Header to send, as 'Name: value'; @FILE reads lines from a file. Repeatable." short:"H" sep:"none" placeholder:"LINE"`
	Data    *string        `help:"Body to send; @FILE reads it from a file, @- from standard input." short:"d" placeholder:"DATA"`
	Retry   *int           `help:"Repeat a failed attempt up to N times; 0 sends once." placeholder:"N"`
	Repeat  bool           `help:"The call may be sent twice, whatever its verb." name:"idempotent"`
	Timeout *time.Duration `help:"Bound on the whole call up to the headers, such as 5s." placeholder:"TIME"`
	Idle    *time.Duration `help:"Bound on the time without a byte of the body; 0 is none." placeholder:"TIME"`
	Verbose bool           `help:"Print each attempt and how long it took to standard error." short:"v"`
}

// effective returns the preset that a call is made with, standard without
// --preset, and its explanation.
func (t *target) effective() (outbound.Option, *config.Explanation, error) {
	file, name := t.presetFile, t.Preset
	if name == "" {
		file, name = presetFile{}, "standard"
	}
	f, x, err := file.explain(name)
	if err != nil {
		return nil, nil, err
	}
	o, err := f.Option(name)
	if err != nil {
		return nil, nil, usageError{err}
	}
	return o, x, nil
}

// client makes the client of the preset, whose attempts pass through watch. The
// flags win over its settings. watch and observe may be nil.
func (t *target) client(watch middleware.Layer, observe func(retry.Event), more ...outbound.Option) (*outbound.Client, *config.Explanation, error) {
	preset, x, err := t.effective()
	if err != nil {
		return nil, nil, err
	}
	opts := append([]outbound.Option{preset}, more...)
	if watch != nil {
		opts = append(opts, outbound.WithLayer(middleware.PerAttempt, "timeline", watch))
	}
	policy := x.Retry
	if t.Retry != nil {
		if policy == nil {
			policy = &retry.Policy{}
		}
		if policy.Attempts = *t.Retry + 1; *t.Retry < 0 {
			return nil, nil, usageError{fmt.Errorf("--retry %d is negative", *t.Retry)}
		}
	}
	if policy != nil {
		policy.Observe = observe
		opts = append(opts, outbound.WithRetry(*policy))
	}
	c, err := outbound.New(opts...)
	if err != nil {
		return nil, nil, usageError{err}
	}
	return c, x, nil
}

// callOptions are the options that the flags ask for.
func (t *target) callOptions() (opts []outbound.CallOption) {
	if t.Repeat {
		opts = append(opts, outbound.Idempotent())
	}
	if t.Timeout != nil {
		opts = append(opts, outbound.Timeout(*t.Timeout))
	}
	if t.Idle != nil {
		opts = append(opts, outbound.BodyIdle(*t.Idle))
	}
	return opts
}

// anonymous removes the name of the preset from an error where the command line
// names none.
func (t *target) anonymous(err error) error {
	var e *outbound.HTTPError
	if t.Preset != "" || !errors.As(err, &e) {
		return err
	}
	named := *e
	named.Client = ""
	return &named
}
