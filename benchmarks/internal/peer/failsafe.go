package peer

import (
	"net/http"

	"github.com/failsafe-go/failsafe-go/failsafehttp"
)

// failsafe is the retry policy of failsafe-go beneath a standard client.
var failsafe = Peer{
	Name: "failsafehttp",
	New: func(mode Mode, s Setup) Client {
		rt := failsafehttp.NewRoundTripper(s.Base)
		if mode != Bare {
			policy := failsafehttp.NewRetryPolicyBuilder().WithMaxAttempts(attempts).Build()
			rt = failsafehttp.NewRoundTripper(s.Base, policy)
		}
		f := do((&http.Client{Transport: rt}).Do)
		if mode == Full {
			f = full(s.Log, f)
		}
		return newDoer(s, standard(f))
	},
}
