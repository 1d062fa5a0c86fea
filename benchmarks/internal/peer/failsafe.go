package peer

import (
	"net/http"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/failsafehttp"
	"github.com/failsafe-go/failsafe-go/timeout"
)

// failsafeHTTP is the policies of failsafe-go beneath a standard client. Its retry
// policy obeys Retry-After by itself.
var failsafeHTTP = Peer{
	Name: "failsafehttp",
	New: func(mode Mode, s Setup) Client {
		var policies []failsafe.Policy[*http.Response]
		if mode.retries() {
			policies = append(policies, failsafehttp.NewRetryPolicyBuilder().WithMaxAttempts(s.attempts()).Build())
		}
		if mode == Bounded {
			policies = append(policies, timeout.New[*http.Response](AttemptBound))
		}
		rt := failsafehttp.NewRoundTripper(s.Base, policies...)
		f := do((&http.Client{Transport: rt}).Do)
		return withCallBound(mode, newDoer(s, standard(byCaller(mode, s, f))))
	},
}
