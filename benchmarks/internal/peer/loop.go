package peer

import (
	"io"
	"net/http"
	"strconv"
	"time"
)

// handLoop is the loop that teams write around net/http: no deadline, no
// bound on what is drained, no knowledge of what was sent, no typed error.
var handLoop = Peer{
	Name: "hand-written loop",
	New: func(mode Mode, s Setup) Client {
		f := do((&http.Client{Transport: s.Base, Timeout: mode.attemptBound()}).Do)
		if mode.retries() {
			f = loop(f, s.attempts(), mode == Obeying)
		}
		return withCallBound(mode, newDoer(s, standard(byCaller(mode, s, f))))
	},
}

func loop(f do, attempts int, obeys bool) do {
	return func(req *http.Request) (*http.Response, error) {
		for n := 1; ; n++ {
			resp, err := f(req)
			if n == attempts || !again(resp, err) {
				return resp, err
			}
			if err == nil {
				_, _ = io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
			}
			if obeys {
				time.Sleep(retryAfter(resp))
			}
			if req.GetBody == nil {
				continue
			}
			if req.Body, err = req.GetBody(); err != nil {
				return nil, err
			}
		}
	}
}

// retryAfter is what the server asks for, 0 without a response or the field. Of
// the two forms of Retry-After the loop reads seconds only.
func retryAfter(resp *http.Response) time.Duration {
	if resp == nil {
		return 0
	}
	seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second
}
