package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

// request makes one call. Its name is the verb.
type request struct {
	presetFile
	URL string `arg:"" help:"URL to call; with --preset a path below its base URL."`

	Preset  string         `help:"Preset of the file to call with. Default: standard." short:"p" placeholder:"NAME"`
	Header  []string       `help:"Header to send, as 'Name: value'. Repeatable." short:"H" sep:"none" placeholder:"LINE"`
	Data    *string        `help:"Body to send; @FILE reads it from a file, @- from standard input." short:"d" placeholder:"DATA"`
	Retry   *int           `help:"Repeat a failed attempt up to N times; 0 sends once." placeholder:"N"`
	Repeat  bool           `help:"The call may be sent twice, whatever its verb." name:"idempotent"`
	Timeout *time.Duration `help:"Bound on the whole call up to the headers, such as 5s." placeholder:"TIME"`
	Output  string         `help:"Write the body to FILE, which appears when it is complete." short:"o" placeholder:"FILE"`
	Include bool           `help:"Print status and headers before the body." short:"i"`
	Verbose bool           `help:"Print a timeline of the attempts to standard error." short:"v"`
	Bars    string         `help:"Draw bars: auto (on a terminal), always or never." enum:"auto,always,never" default:"auto"`
}

// Run makes the call and prints the answer.
func (r *request) Run(ctx context.Context, command *kong.Context, s *streams) error {
	verb := strings.ToUpper(command.Selected().Name)
	body, err := r.body(s.in)
	if err != nil {
		return err
	}
	header, err := r.header(body)
	if err != nil {
		return err
	}
	watch := newTimeline()
	client, err := r.client(watch)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	req, err := newRequest(ctx, verb, client.BaseURL(), r.URL, body)
	if err != nil {
		return err
	}
	if host := header.Get("Host"); host != "" { // net/http takes it from here
		req.Host = host
		header.Del("Host")
	}
	req.Header = header

	show := screenOf(s, r.Bars)
	if r.Verbose {
		defer func() { show.timeline(watch.finish()) }()
	}
	resp, err := client.Do(req, r.callOptions()...)
	if err != nil {
		return r.failed(err, watch, s)
	}
	defer func() { _ = resp.Body.Close() }()
	return r.anonymous(r.answer(resp, s, show))
}

func (r *request) callOptions() (opts []outbound.CallOption) {
	opts = append(opts, outbound.Stream())
	if r.Repeat {
		opts = append(opts, outbound.Idempotent())
	}
	if r.Timeout != nil {
		opts = append(opts, outbound.Timeout(*r.Timeout))
	}
	return opts
}

// client makes the client of the preset. The flags win over its settings.
func (r *request) client(watch *timeline) (*outbound.Client, error) {
	preset, x, err := r.effective()
	if err != nil {
		return nil, err
	}
	opts := []outbound.Option{preset, outbound.WithLayer(middleware.PerAttempt, "timeline", watch.layer)}
	policy := x.Retry
	if r.Retry != nil {
		if policy == nil {
			policy = &retry.Policy{}
		}
		if policy.Attempts = *r.Retry + 1; *r.Retry < 0 {
			return nil, usageError{fmt.Errorf("--retry %d is negative", *r.Retry)}
		}
	}
	if policy != nil {
		policy.Observe = watch.observe
		opts = append(opts, outbound.WithRetry(*policy))
	}
	c, err := outbound.New(opts...)
	if err != nil {
		return nil, usageError{err}
	}
	return c, nil
}

// failed prints the answer that came with a status of 400 to 599.
func (r *request) failed(err error, watch *timeline, s *streams) error {
	var e *outbound.HTTPError
	if !errors.As(err, &e) {
		return err
	}
	if e.StatusCode != 0 && r.Output == "" {
		if h, ok := watch.answer(); ok && (r.Include || e.Method == http.MethodHead) {
			if err := h.print(s.out); err != nil {
				return err
			}
		}
		if _, err := r.plain(s).Write(e.Body); err != nil {
			return writeError{err}
		}
	}
	return r.anonymous(e)
}

// anonymous leaves the name of the built-in preset out of an error: nobody has
// asked for it.
func (r *request) anonymous(err error) error {
	var e *outbound.HTTPError
	if r.Preset != "" || !errors.As(err, &e) {
		return err
	}
	named := *e
	named.Client = ""
	return &named
}
