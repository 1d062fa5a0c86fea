package main

import (
	"errors"
	"fmt"
	"net/http"

	"example.com/outbound"
)

// download is a call with --resume: it requests what is missing of a file.
type download struct {
	*request
	client *outbound.Client
	req    *http.Request
	opts   []outbound.CallOption
	watch  *timeline
	bar    *progress
}

// checkResume refuses --resume for a call that is no download.
func (r *request) checkResume(req *http.Request) error {
	switch {
	case !r.Resume:
		return nil
	case !r.toFile():
		return usageError{errors.New("--resume needs -o FILE")}
	case !r.resumable(req):
		return usageError{errors.New("--resume is for a get without -d and without a Range of its own")}
	}
	return nil
}

// run writes the file of -o.
func (d *download) run(s *streams) error {
	s.saving.Lock()
	defer s.saving.Unlock()
	p, err := openPart(d.Output, d.req.URL)
	if err != nil {
		return err
	}
	if err = d.rest(p, s); err == nil {
		return p.commit()
	}
	d.bar.end()
	if message := p.end(); message != "" {
		_, _ = fmt.Fprintln(s.err, "outbound:", printable(message))
	}
	return d.anonymous(err)
}

// rest writes what is missing of p.
func (d *download) rest(p *partFile, s *streams) error {
	p.setRange(d.req)
	opts := d.opts
	if p.has > 0 {
		opts = append(opts[:len(opts):len(opts)], outbound.AllowStatus(http.StatusRequestedRangeNotSatisfiable))
	}
	resp, err := d.client.Do(d.req, opts...)
	if err != nil {
		return d.failed(err, d.watch, s)
	}
	defer func() { _ = resp.Body.Close() }()
	rest, complete := p.match(resp)
	switch {
	case complete:
		return nil
	case rest:
	case p.has > 0 && (resp.StatusCode == http.StatusPartialContent || resp.StatusCode == http.StatusRequestedRangeNotSatisfiable):
		_ = resp.Body.Close()
		p.has = 0 // resp is not the rest of p: the whole content is requested
		return d.rest(p, s)
	default:
		if err := checkWhole(resp); err != nil {
			return err
		}
		if err := p.startOver(resp); err != nil {
			return err
		}
	}
	if d.Include {
		if err := headOf(resp).print(s.out); err != nil {
			return err
		}
	}
	d.bar.begin(p.has)
	return copyBody(p, resp.Body)
}
