package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
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
	URL string `arg:"" help:"Where to; a path of the base URL with --preset."`

	Preset  string         `help:"Preset of the file to call with. Default: the house default." short:"p" placeholder:"NAME"`
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
func (r *request) Run(ctx context.Context, command *kong.Context, s streams) error {
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

	show := screenOf(s.err, r.Bars)
	if r.Verbose {
		defer func() { show.timeline(watch.finish()) }()
	}
	verb := strings.ToUpper(command.Selected().Name)
	req := client.R(ctx, r.callOptions()...)
	req.Header = header
	if body != nil {
		req.SetBody(body)
	}
	resp, err := req.Execute(verb, r.URL)
	if err != nil {
		return r.failed(err, s)
	}
	raw := resp.RawResponse
	defer func() { _ = raw.Body.Close() }()
	if r.Include || verb == http.MethodHead {
		if err := printHead(s.out, raw); err != nil {
			return err
		}
	}
	return r.save(raw, s, show)
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

// client is the preset's, with the flags over it.
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

// failed prints what came with a status: it is an answer too.
func (r *request) failed(err error, s streams) error {
	var e *outbound.HTTPError
	if errors.As(err, &e) {
		if r.Output == "" {
			if _, werr := io.Copy(s.out, bytes.NewReader(e.Body)); werr != nil {
				return writeError{werr}
			}
		}
		return e // without what net/http puts around it
	}
	return err
}

func printHead(out io.Writer, resp *http.Response) error {
	if _, err := fmt.Fprintf(out, "%s %s\r\n", resp.Proto, resp.Status); err != nil {
		return writeError{err}
	}
	if err := resp.Header.Write(out); err != nil {
		return writeError{err}
	}
	_, err := io.WriteString(out, "\r\n")
	return wrapWrite(err)
}
