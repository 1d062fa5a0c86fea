package suite

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"example.com/outbound"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/stream"
)

// Events is what an event stream needs, the whole chain beneath it included.
type Events struct {
	Rate   float64 // bytes a second, the best of some runs: other programs slow down the rest
	Allocs float64 // an event
}

// feed answers with many events of about 250 bytes.
type feed struct{ body []byte }

const feedEvents = 20_000

func newFeed() *feed {
	var b bytes.Buffer
	for n := range feedEvents {
		_, _ = fmt.Fprintf(&b, "id: %d\nevent: update\ndata: %s\n\n", n, bytes.Repeat([]byte("x"), 200))
	}
	return &feed{b.Bytes()}
}

func (f *feed) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {"text/event-stream"}},
		Body: io.NopCloser(bytes.NewReader(f.body)), ContentLength: -1, Request: req,
	}, nil
}

// MeasureEvents reads an event stream some times.
func MeasureEvents() (Events, error) {
	f := newFeed()
	c, err := outbound.New(outbound.Standard(), outbound.WithTransport(f))
	if err != nil {
		return Events{}, err
	}
	defer c.Close()
	read := func() {
		n := 0
		for _, e := range stream.Events(context.Background(), c, inMemory+"/events") {
			if err = e; err != nil {
				return
			}
			if n++; n == feedEvents {
				return
			}
		}
	}
	var best time.Duration
	for range 10 {
		begun := time.Now()
		read()
		if took := time.Since(begun); best == 0 || took < best {
			best = took
		}
	}
	cost := measure.Allocs(3, read)
	return Events{float64(len(f.body)) / best.Seconds(), float64(cost.Allocs) / feedEvents}, err
}
