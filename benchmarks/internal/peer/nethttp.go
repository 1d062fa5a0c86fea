package peer

import "net/http"

// netHTTP is the base line: the call and nothing but the call.
var netHTTP = Peer{
	Name: "net/http",
	New: func(mode Mode, s Setup) Client {
		if mode == Retrying || mode == Obeying {
			return nil
		}
		f := do((&http.Client{Transport: s.Base, Timeout: mode.attemptBound()}).Do)
		if mode == Observed {
			f = observed(f)
		}
		return withCallBound(mode, newDoer(s, standard(f)))
	},
}
