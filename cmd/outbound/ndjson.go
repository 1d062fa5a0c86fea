package main

import (
	"context"
	"encoding/json"

	"example.com/outbound/stream"
)

// lines prints the JSON values of a stream that has one a line.
type lines struct{ streamFlags }

// Run prints each value as it comes.
func (l *lines) Run(ctx context.Context, s *streams) error {
	open, err := l.open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = open.client.Close() }()
	for value, err := range stream.Lines[jsonLine](open.ctx, open.client, open.address, open.opts...) {
		if err != nil {
			return l.anonymous(open.ended(err))
		}
		if more, err := open.print(value.RawMessage); err != nil || !more {
			return err
		}
	}
	return nil
}

// jsonLine is a JSON value as the server has written it. It is a type of its own
// so that the value is checked.
type jsonLine struct{ json.RawMessage }
