package peer

import "net/http"

// netHTTP is the base line: the call and nothing but the call.
var netHTTP = Peer{
	Name: "net/http",
	New: func(mode Mode, s Setup) Client {
		if mode == Retrying {
			return nil
		}
		return newDoer(s, standard((&http.Client{Transport: s.Base}).Do))
	},
}
