package redirecttest

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
)

// The errors of a base, of a layer and of a codec are of packages that know
// nothing of secrets.
func TestAForeignErrorQuotedASecret(t *testing.T) {
	const secret = "c4n4ry"
	for _, said := range []string{
		"dial https://user:" + secret + "@h/?access_token=" + secret + " failed, Authorization: Bearer " + secret,
		"GET /x?q=" + secret + ": refused", "bad key: X-Api-Key=" + secret, `{"client_secret":"` + secret + `"}`,
	} {
		failing := middleware.Func(func(req *http.Request) (*http.Response, error) {
			if req.Body != nil {
				_ = req.Body.Close()
			}
			return nil, fmt.Errorf("base: %w", errors.New(said))
		})
		for where, opts := range map[string][]outbound.Option{
			"base": {outbound.WithTransport(failing)},
			"layer": {outbound.WithMockTransport(testkit.Script(testkit.Text(200, "x"))), outbound.WithLayer(middleware.PerCall, "broken",
				func(http.RoundTripper) http.RoundTripper { return failing })},
		} {
			doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
				var log strings.Builder
				c := doortest.NewClient(t, append(opts, outbound.WithLogger(zerolog.New(&log), logging.Params(), logging.Bodies(1000)))...)
				_, err := d.Call(t.Context(), c, doortest.Get())
				e := doortest.WantKind(t, err, httperror.Unknown)
				for cause := err; cause != nil; cause = errors.Unwrap(cause) {
					if shown := fmt.Sprintf("%v %+v %#v %q", cause, cause, cause, cause); strings.Contains(shown, secret) {
						t.Errorf("%s: %T shows %s", where, cause, shown)
					}
				}
				if j, _ := e.MarshalJSON(); strings.Contains(string(j)+log.String(), secret) {
					t.Errorf("%s: got %s and the line %s", where, j, log.String())
				}
			})
		}
	}
}
