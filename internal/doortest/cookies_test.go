package doortest

import (
	"net/http"
	"net/http/cookiejar"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/retry"
)

func TestTheNextSendOfAHopHasTheCookiesOfTheAnswerBefore(t *testing.T) {
	challenge := &again{}
	for name, opts := range map[string][]outbound.Option{
		"a retry":                   {outbound.WithRetry(retry.Policy{Wait: retry.Constant(time.Millisecond)})},
		"the answer to a challenge": {outbound.WithAuth(challenge)},
	} {
		first := 503
		if name != "a retry" {
			first = 401
		}
		EachDoor(t, func(t *testing.T, d Door) {
			jar, err := cookiejar.New(nil)
			if err != nil {
				t.Fatal(err)
			}
			base := testkit.Script(
				testkit.Text(200, "").With("Set-Cookie", "old=1").With("Set-Cookie", "kept=1"),
				testkit.Text(first, "").With("Set-Cookie", "old=2").With("Set-Cookie", "new=3"),
				testkit.Text(200, "ok"),
			)
			c := NewClient(t, append(opts, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"), outbound.WithCookieJar(jar))...)
			for range 2 {
				if _, err := d.Call(t.Context(), c, Get(outbound.Header("Cookie", "mine=0"))); err != nil {
					t.Fatal(err)
				}
			}
			want := []map[string]string{{"mine": "0"}, {"mine": "0", "old": "1", "kept": "1"}, {"mine": "0", "old": "2", "kept": "1", "new": "3"}}
			for i, req := range base.Requests() {
				got := map[string]string{}
				for _, c := range req.Cookies() {
					got[c.Name] += c.Value
				}
				if len(got) != len(want[i]) {
					t.Errorf("%s, send %d: got %v, want %v", name, i+1, got, want[i])
				}
				for k, v := range want[i] {
					if got[k] != v {
						t.Errorf("%s, send %d: got %v, want %v", name, i+1, got, want[i])
					}
				}
			}
		})
	}
}

// again answers every 401 once.
type again struct{}

func (*again) Authorize(*http.Request) error          { return nil }
func (*again) Challenge(*http.Response) (bool, error) { return true, nil }

var _ auth.Challenger = (*again)(nil)
