package peer

import (
	"context"
	"net/http"
	"time"

	"github.com/gojek/heimdall/v7"
	"github.com/gojek/heimdall/v7/httpclient"
)

// heimdallV7 retries without waits, which is its default, and logs through its
// own slot for plugins.
var heimdallV7 = Peer{
	Name: "heimdall v7",
	New: func(mode Mode, s Setup) Client {
		if mode == Obeying {
			return nil // a retrier is not told of the response
		}
		retries := 0
		if mode.retries() {
			retries = s.attempts() - 1
		}
		c := httpclient.NewClient(
			httpclient.WithHTTPClient(&http.Client{Transport: s.Base, Timeout: mode.attemptBound()}),
			httpclient.WithRetryCount(retries),
			httpclient.WithRetrier(heimdall.NewNoRetrier()),
		)
		f := do(c.Do)
		if mode.isFull() {
			c.AddPlugin(heimdallLog{newJournal(s.Log)})
			f = func(req *http.Request) (*http.Response, error) {
				req.Header.Set("Authorization", bearer)
				req.Header.Set(requestIDHeader, requestID())
				return c.Do(req)
			}
		}
		if mode == Observed {
			c.AddPlugin(heimdallCount{})
		}
		return withCallBound(mode, newDoer(s, standard(f)))
	},
}

// heimdallLog is the package's own request logger with zerolog for fmt.
type heimdallLog struct{ journal *journal }

type heimdallStart struct{}

func (heimdallLog) OnRequestStart(req *http.Request) {
	*req = *req.WithContext(context.WithValue(req.Context(), heimdallStart{}, time.Now()))
}

func (l heimdallLog) OnRequestEnd(req *http.Request, resp *http.Response) {
	l.journal.write(req, resp.StatusCode, heimdallTook(req))
}

func (l heimdallLog) OnError(req *http.Request, _ error) {
	l.journal.write(req, 0, heimdallTook(req))
}

func heimdallTook(req *http.Request) time.Duration {
	start, _ := req.Context().Value(heimdallStart{}).(time.Time)
	return time.Since(start)
}

// heimdallCount counts calls.
type heimdallCount struct{}

func (heimdallCount) OnRequestStart(*http.Request)               { begun.Add(1) }
func (heimdallCount) OnRequestEnd(*http.Request, *http.Response) { ended.Add(1) }
func (heimdallCount) OnError(*http.Request, error)               { ended.Add(1) }
