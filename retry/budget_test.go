package retry_test

import (
	"testing"
	"testing/synctest"

	"example.com/outbound"
	"example.com/outbound/retry"
)

// ends is the reason of a GET to url, "ok" for none.
func ends(t *testing.T, c *outbound.Client, url string) string {
	t.Helper()
	_, err := outbound.Get[string](t.Context(), c, url)
	if err == nil {
		return "ok"
	}
	return failed(t, err).Reason
}

func TestABudgetIsSharedByWhoeverHoldsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shared := retry.NewBudget(4, .1)
		p, events := record(retry.Policy{Budget: shared, Wait: retry.Constant(0)})
		one, two := client(t, play(status(503)...), p), client(t, play(status(503)...), p)
		own := client(t, play(status(503, 200)...), retry.Policy{Budget: retry.NewBudget(4, .1)})

		want(t, "the first", ends(t, one, "/"), string(retry.BudgetExhausted))
		wantNotes(t, events, "try1", "backoff1 0s", "try2", "giveup2 budget")
		want(t, "a second that shares it", ends(t, two, "/"), string(retry.BudgetExhausted))
		want(t, "one with its own", ends(t, own, "/"), "ok")
		want(t, "the call with a policy of its own", len(*events), 6)
	})
}

func TestOriginsDoNotShareABucket(t *testing.T) {
	for name, tt := range map[string]struct {
		spent, asked string
		same         bool
	}{
		"another path":                       {"http://a.test/x", "http://a.test/y?z", true},
		"the default port of http":           {"http://a.test/", "http://a.test:80/", true},
		"the default port of https":          {"https://a.test:443/", "https://a.test/", true},
		"the case of the host":               {"https://A.test/", "https://a.TEST/", true},
		"an IPv6 address":                    {"https://[::1]:443/", "https://[::1]/", true},
		"another port":                       {"https://a.test/", "https://a.test:444/", false},
		"another scheme":                     {"https://a.test/", "http://a.test/", false},
		"the default port of another scheme": {"https://a.test:80/", "http://a.test:80/", false},
		"another host":                       {"https://a.test/", "https://b.test/", false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := client(t, play(status(503, 503, 503, 200)...), retry.Policy{Budget: retry.NewBudget(4, .1), Wait: retry.Constant(0)})
				want(t, "the first", ends(t, c, tt.spent), string(retry.BudgetExhausted))
				got := ends(t, c, tt.asked)
				want(t, "the second", got == string(retry.BudgetExhausted), tt.same)
			})
		})
	}
}

func TestAnAnswerReturnsItsShare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := play(status(503, 503, 200, 200, 200, 200, 200, 503, 200)...)
		c := client(t, base, retry.Policy{Budget: retry.NewBudget(4, .5), Wait: retry.Constant(0)})
		want(t, "spent", ends(t, c, "/"), string(retry.BudgetExhausted))
		for range 5 {
			want(t, "an answer", ends(t, c, "/"), "ok")
		}
		want(t, "a failure and an answer", ends(t, c, "/"), "ok")
		want(t, "requests sent", len(base.sent), 9)
	})
}
