package peer_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/peer"
	"example.com/outbound/benchmarks/internal/wire"
)

const url = "http://bench.example"

// recorder keeps the requests that reach the backend.
type recorder struct {
	backend.Memory
	sent []*http.Request
	ends []time.Time // their deadlines, zero without one
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	r.sent = append(r.sent, req)
	end, _ := req.Context().Deadline()
	r.ends = append(r.ends, end)
	return r.Memory.RoundTrip(req)
}

func each(t *testing.T, mode peer.Mode, f func(t *testing.T, p peer.Peer, c peer.Client, r *recorder, log *bytes.Buffer)) {
	for _, p := range peer.All() {
		r, log := new(recorder), new(bytes.Buffer)
		if c := p.New(mode, peer.Setup{Base: r, URL: url, Log: log}); c != nil {
			t.Run(p.Name, func(t *testing.T) { f(t, p, c, r, log) })
		}
	}
}

func TestEveryPeerReadsTheSameAnswers(t *testing.T) {
	var item wire.Order
	if err := json.Unmarshal(wire.Item, &item); err != nil {
		t.Fatal(err)
	}
	each(t, peer.Bare, func(t *testing.T, _ peer.Peer, c peer.Client, _ *recorder, _ *bytes.Buffer) {
		ctx := context.Background()
		if err := c.Get(ctx, wire.ItemPath); err != nil {
			t.Error("Get:", err)
		}
		if got, err := c.Decode(ctx, wire.ItemPath); err != nil || got.Note != item.Note {
			t.Errorf("Decode: got note %q, error %v", got.Note, err)
		}
		if got, err := c.Post(ctx, wire.PostPath, wire.Post); err != nil || got.Note != item.Note {
			t.Errorf("Post: got note %q, error %v", got.Note, err)
		}
		if got, err := c.Bytes(ctx, wire.BigPath); err != nil || !bytes.Equal(got, wire.Big) {
			t.Errorf("Bytes: got %d bytes, error %v", len(got), err)
		}
		var w bytes.Buffer
		if err := c.Stream(ctx, wire.BigPath, &w); err != nil || !bytes.Equal(w.Bytes(), wire.Big) {
			t.Errorf("Stream: got %d bytes, error %v", w.Len(), err)
		}
		if got, err := c.List(ctx, wire.ListPath); err != nil || len(got) < 10_000 || got[9_999].Note != item.Note {
			t.Errorf("List: got %d values, error %v", len(got), err)
		}
		if err := c.Get(ctx, wire.LostPath); err == nil {
			t.Error("Get of a page that is not there: got no error")
		}
	})
}

func TestARetryingPeerSendsThreeRequestsForTwo503s(t *testing.T) {
	each(t, peer.Retrying, func(t *testing.T, _ peer.Peer, c peer.Client, r *recorder, _ *bytes.Buffer) {
		if err := c.Get(context.Background(), wire.FlakyPath); err != nil {
			t.Fatal(err)
		}
		if len(r.sent) != 3 {
			t.Errorf("got %d requests, want 3", len(r.sent))
		}
	})
}

func TestABoundedPeerHasADeadlineOnItsRequests(t *testing.T) {
	each(t, peer.Bounded, func(t *testing.T, p peer.Peer, c peer.Client, r *recorder, _ *bytes.Buffer) {
		if err := c.Get(context.Background(), wire.ItemPath); err != nil {
			t.Fatal(err)
		}
		most := peer.AttemptBound
		if p.Name == "failsafehttp" {
			most = peer.CallBound // its policy has a timer, and no deadline
		}
		if end := r.ends[0]; end.IsZero() || time.Until(end) > most {
			t.Errorf("got the deadline %v, want one within %v", end, most)
		}
	})
}

func TestAnObeyingPeerSendsThreeRequestsWhereRetryAfterIsZero(t *testing.T) {
	each(t, peer.Obeying, func(t *testing.T, _ peer.Peer, c peer.Client, r *recorder, _ *bytes.Buffer) {
		if err := c.Get(context.Background(), wire.WaitPath); err != nil || len(r.sent) != 3 {
			t.Errorf("got %d requests, want 3; error %v", len(r.sent), err)
		}
	})
}

func TestAnObservedPeerCountsTheBeginAndTheEndOfACall(t *testing.T) {
	each(t, peer.Observed, func(t *testing.T, p peer.Peer, c peer.Client, _ *recorder, _ *bytes.Buffer) {
		if p.Name == "otelhttp" {
			return // it observes by itself
		}
		begun, ended := peer.Counts()
		if err := c.Get(context.Background(), wire.ItemPath); err != nil {
			t.Fatal(err)
		}
		if b, e := peer.Counts(); b != begun+1 || e != ended+1 {
			t.Errorf("got %d and %d more, want 1 and 1", b-begun, e-ended)
		}
	})
}

func TestAFullPeerSignsMarksRetriesAndLogs(t *testing.T) {
	each(t, peer.Full, func(t *testing.T, p peer.Peer, c peer.Client, r *recorder, log *bytes.Buffer) {
		if p.Name == "net/http" {
			return // the base line stays the call alone
		}
		if _, err := c.Decode(context.Background(), wire.ItemPath); err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(log.Bytes(), []byte("\n")); n != 1 {
			t.Errorf("got %d log lines, want 1: %s", n, log)
		}
		if !json.Valid(log.Bytes()) {
			t.Errorf("got log line %q, want JSON", log)
		}
		h := r.sent[0].Header
		if got := h.Get("Authorization"); got != "Bearer benchmark-token" {
			t.Errorf("got Authorization %q", got)
		}
		if h.Get("X-Request-Id")+h.Get("X-Ms-Client-Request-Id") == "" {
			t.Error("got no request ID")
		}
		r.sent = nil
		if err := c.Get(context.Background(), wire.FlakyPath); err != nil || len(r.sent) != 3 {
			t.Errorf("flaky: got %d requests, want 3; error %v", len(r.sent), err)
		}
	})
}
