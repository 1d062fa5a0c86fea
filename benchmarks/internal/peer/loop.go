package peer

import (
	"io"
	"net/http"
)

// handLoop is the loop that teams write around net/http: no deadline, no
// bound on what is drained, no knowledge of what was sent, no typed error.
var handLoop = Peer{
	Name: "hand-written loop",
	New: func(mode Mode, s Setup) Client {
		f := do((&http.Client{Transport: s.Base}).Do)
		if mode != Bare {
			f = loop(f)
		}
		if mode == Full {
			f = full(s.Log, f)
		}
		return newDoer(s, standard(f))
	},
}

func loop(f do) do {
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
			if req.GetBody == nil {
				continue
			}
			if req.Body, err = req.GetBody(); err != nil {
				return nil, err
			}
		}
	}
}
