package inspect

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const (
	maxReaders = 32                     // of events, at a time
	eventGap   = 100 * time.Millisecond // between two batches
	eventBeat  = 15 * time.Second       // the longest time without a byte
	slowReader = 5 * time.Second        // the longest time that a batch may take
)

// events streams the rows of the calls that change, as server-sent events. A reader
// gets the latest state of a call, not each; one that takes longer than slowReader
// is dropped, and the calls never wait for it.
func (i *Inspector) events(w http.ResponseWriter, req *http.Request) {
	wake, ok := i.subscribe()
	if !ok {
		http.Error(w, "too many readers of events", http.StatusServiceUnavailable)
		return
	}
	defer i.unsubscribe(wake)
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	after := since(req)
	beat := time.NewTicker(eventBeat)
	defer beat.Stop()
	for {
		rows, changes := i.changed(after)
		if send(w, out, rows, changes) != nil {
			return
		}
		after = changes
		if !pause(req, eventGap) {
			return
		}
		select {
		case <-wake:
		case <-beat.C:
		case <-req.Context().Done():
			return
		}
	}
}

// send writes a batch: an event for each row, or a comment without any.
func send(w http.ResponseWriter, out *http.ResponseController, rows []row, changes uint64) error {
	_ = out.SetWriteDeadline(time.Now().Add(slowReader)) // where the server can
	if len(rows) == 0 {
		if _, err := fmt.Fprint(w, ":\n\n"); err != nil {
			return err
		}
	}
	for _, r := range rows {
		data, err := json.Marshal(r)
		if err == nil {
			_, err = fmt.Fprintf(w, "data: %s\n\n", data)
		}
		if err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintf(w, "id: %d\nevent: mark\ndata:\n\n", changes); err != nil {
		return err
	}
	return out.Flush()
}

// since is the number of the last change that the reader has seen.
func since(req *http.Request) uint64 {
	for _, s := range []string{req.Header.Get("Last-Event-ID"), req.FormValue("after")} {
		if n, err := strconv.ParseUint(s, 10, 64); err == nil {
			return n
		}
	}
	return 0
}

// pause waits for d. It returns false if the reader has gone.
func pause(req *http.Request, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-req.Context().Done():
		return false
	}
}

func (i *Inspector) subscribe() (chan struct{}, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.readers) >= maxReaders {
		return nil, false
	}
	wake := make(chan struct{}, 1)
	i.readers[wake] = struct{}{}
	return wake, true
}

func (i *Inspector) unsubscribe(wake chan struct{}) {
	i.mu.Lock()
	defer i.mu.Unlock()
	delete(i.readers, wake)
}
