package main

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/alecthomas/kong"

	"example.com/outbound"
	"example.com/outbound/config"
)

// request makes one call. Its name is the verb.
type request struct {
	target
	Output  string `help:"Write the body to FILE, which appears when it is complete." short:"o" placeholder:"FILE"`
	Resume  bool   `help:"With -o: keep the part of a download that fails in FILE.part, and continue it."`
	Include bool   `help:"Print status and headers before the body." short:"i"`
	Bars    string `help:"Draw bars: auto (on a terminal), always or never." enum:"auto,always,never" default:"auto"`
}

// Run makes the call and prints the answer.
func (r *request) Run(ctx context.Context, command *kong.Context, s *streams) error {
	body, err := r.body(s.in)
	if err != nil {
		return err
	}
	header, err := r.header(body)
	if err != nil {
		return err
	}
	watch := newTimeline()
	client, x, err := r.client(watch.layer, watch.observe)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	req, err := newRequest(ctx, strings.ToUpper(command.Selected().Name), client.BaseURL(), r.URL, body)
	if err != nil {
		return err
	}
	if host := header.Get("Host"); host != "" { // net/http takes it from here
		req.Host = host
		header.Del("Host")
	}
	req.Header = header
	if err := r.checkResume(req); err != nil {
		return err
	}

	show := screenOf(s, r.Bars)
	if r.Verbose {
		defer func() { show.timeline(watch.finish()) }()
	}
	bar := newProgress(show)
	defer bar.end()
	opts := r.options(x, req, bar)
	if r.Resume {
		return (&download{r, client, req, opts, watch, bar}).run(s)
	}
	resp, err := client.Do(req, opts...)
	bar.end()
	if err != nil {
		return r.failed(err, watch, s)
	}
	defer func() { _ = resp.Body.Close() }()
	return r.anonymous(r.answer(resp, s, bar))
}

// options are those of the flags and of the command itself: the body is read as it
// comes, and has the bound on silence that a body has by default.
func (r *request) options(x *config.Explanation, req *http.Request, bar *progress) []outbound.CallOption {
	opts := []outbound.CallOption{outbound.Stream()}
	if !isSet(x, "body_idle_timeout") {
		opts = append(opts, outbound.BodyIdle(outbound.DefaultBodyIdleTimeout))
	}
	if r.toFile() || req.Body != nil {
		opts = append(opts, outbound.Progress(bar.tell))
	}
	if r.resumable(req) {
		opts = append(opts, outbound.Resume())
	}
	return append(opts, r.callOptions()...)
}

// isSet reports whether a preset has the setting.
func isSet(x *config.Explanation, key string) bool {
	for _, s := range x.Settings {
		if s.Key == key {
			return s.Preset != ""
		}
	}
	return false
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
