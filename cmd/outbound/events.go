package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/stream"
)

// events prints server-sent events.
type events struct {
	streamFlags
	LastID string `help:"Continue after the event of that ID." name:"last-event-id" placeholder:"ID"`
	Once   bool   `help:"End when the stream ends instead of reconnecting. The default with -d, unless --idempotent is given."`
	JSON   bool   `help:"Print each event as a JSON object: id, type, data, retry_ms."`
}

// Run prints each event as it comes.
func (e *events) Run(ctx context.Context, s *streams) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var more []outbound.Option
	if e.Once || e.Data != nil && !e.Repeat {
		more = append(more, outbound.WithObserver(outbound.Observer{
			End: func(_ middleware.Call, r outbound.CallResult) { stop(streamEnd{r.Err}) },
		}))
	}
	open, err := e.open(ctx, s, more...)
	if err != nil {
		return err
	}
	defer func() { _ = open.client.Close() }()
	if e.LastID != "" {
		open.opts = append(open.opts, outbound.Header("Last-Event-ID", e.LastID))
	}
	for event, err := range stream.Events(open.ctx, open.client, open.address, open.opts...) {
		if end := (streamEnd{}); err != nil && errors.As(context.Cause(ctx), &end) {
			return e.anonymous(end.result(err))
		}
		if err != nil {
			return e.anonymous(open.ended(err))
		}
		if more, err := open.print(e.line(event)); err != nil || !more {
			return err
		}
	}
	return nil
}

// streamEnd is how the only call of a stream has ended. A nil failed is the end of
// the body.
type streamEnd struct{ failed *outbound.HTTPError }

func (streamEnd) Error() string { return "the stream has ended" }

func (e streamEnd) result(err error) error {
	switch {
	case e.failed == nil:
		return nil
	case e.failed.StatusCode >= 400: // the iterator's error is the same one
		return err
	}
	return e.failed
}

// line returns an event on one line: its data, or a JSON object. In data of several
// lines \n is written for a line break; JSON is written without line breaks.
func (e *events) line(event stream.Event) []byte {
	var b bytes.Buffer
	switch {
	case e.JSON:
		w := json.NewEncoder(&b)
		w.SetEscapeHTML(false)
		_ = w.Encode(struct { // strings and a number: it does not fail
			ID    string `json:"id,omitempty"`
			Type  string `json:"type"`
			Data  string `json:"data"`
			Retry int64  `json:"retry_ms,omitempty"`
		}{event.ID, event.Type, event.Data, event.Retry.Milliseconds()})
		return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	case !strings.Contains(event.Data, "\n"):
		return []byte(event.Data)
	case json.Compact(&b, []byte(event.Data)) == nil:
		return b.Bytes()
	}
	return []byte(strings.ReplaceAll(event.Data, "\n", `\n`))
}
