// Package har writes the calls of clients into a file that browsers, proxies and
// tools for tests read: HAR 1.2.
//
//	file, err := os.Create("calls.har")
//	…
//	recorder := har.New(file)
//	defer recorder.Close()
//	client, err := outbound.New(…, outbound.WithObserver(recorder.Observer()))
//
// Each attempt is an entry, so that a call that was sent three times has three.
// Their _call is the same, _attempt is the number of the attempt, and _reason says
// why no further one was made. The values of header fields are shown if they are on
// the list of harmless ones, the values of a query never, bodies only with
// [Recorder.Layer].
package har

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"example.com/outbound"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/capture"
	"example.com/outbound/internal/harfile"
	"example.com/outbound/middleware"
)

// MaxBody is the most bytes of a body that [Recorder.Layer] keeps.
const MaxBody = 64 << 10

// maxName is the most bytes of a name.
const maxName = 200

// Recorder writes entries. Make one with [New]. It serves any number of clients,
// and is safe for concurrent use.
type Recorder struct {
	capture *capture.Capture
	calls   atomic.Uint64

	mu      sync.Mutex // guards what follows
	w       io.Writer
	entries int
	err     error // the first one of w
	closed  bool
}

// New makes a recorder that writes to w. An entry is written when the body of the
// attempt has ended, in one Write, on the goroutine that has ended it: a w that is
// slow holds up the calls. If the program ends without [Recorder.Close], the file
// is complete but for its end: append "]}}".
func New(w io.Writer) *Recorder { return &Recorder{w: w, capture: capture.New(MaxBody)} }

// Observer is what [outbound.WithObserver] takes.
func (r *Recorder) Observer() outbound.Observer {
	return outbound.Observer{Begin: r.begin, Attempt: r.attempt}
}

// Layer keeps the bodies of what is sent and received, where they are texts: at
// most [MaxBody] bytes of each, secrets in them hidden. Give it to
// [outbound.WithLayer] beside the observer. Without it no body is written.
//
// Stage: attempt. Each attempt has bodies of its own.
func (r *Recorder) Layer() middleware.Layer { return r.capture.Layer() }

// begin numbers the call.
func (r *Recorder) begin(ctx context.Context, _ middleware.Call) context.Context {
	return context.WithValue(ctx, r, r.calls.Add(1))
}

func (r *Recorder) attempt(ctx context.Context, req *http.Request) (*http.Request, func(outbound.AttemptResult)) {
	number, _ := ctx.Value(r).(uint64)
	record, _ := middleware.CallFrom(ctx)
	names := call.NamesOf(ctx)
	bodies := r.capture.From(ctx)
	return req, func(result outbound.AttemptResult) {
		e := harfile.Of(result, time.Now(), names)
		e.Call, e.Client = number, harfile.Short(record.Client(), maxName)
		e.Operation, e.Template = harfile.Short(record.Operation(), maxName), harfile.Short(record.Template(), maxName)
		bodies.WhenEnded(func() {
			e.SetBodies(bodies.Texts(names))
			r.write(e)
		})
	}
}

// write appends an entry.
func (r *Recorder) write(e harfile.Entry) {
	line, err := json.Marshal(e)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed || r.err != nil {
		return
	}
	if err == nil {
		err = r.append(line)
	}
	r.err = err
}

// append writes the line, and what separates it from the entry before.
func (r *Recorder) append(line []byte) error {
	before := ",\n"
	if r.entries == 0 {
		before = head
	}
	r.entries++
	_, err := r.w.Write(append([]byte(before), line...))
	return err
}

// head and tail are the file around its entries.
const (
	head = `{"log":{"version":"` + harfile.Version + `","creator":{"name":"outbound","version":"` + outbound.Version + `"},"entries":[` + "\n"
	tail = "\n]}}\n"
)

// Close ends the file. Attempts that end later are not written. It returns the
// first error of the writer, and does not close the writer. Further calls do
// nothing.
func (r *Recorder) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil
	}
	r.closed = true
	if r.err != nil {
		return r.err
	}
	end := tail
	if r.entries == 0 {
		end = head + tail
	}
	_, err := io.WriteString(r.w, end)
	return err
}
