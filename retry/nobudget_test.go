package retry_test

import (
	"testing"
	"testing/synctest"

	"example.com/outbound"
	"example.com/outbound/retry"
)

func TestAPolicyAfterAnotherLostTheBudget(t *testing.T) {
	empty := retry.NewBudget(0, 0)
	for name, tt := range map[string]struct {
		budget *retry.Budget
		want   string
	}{
		"nil keeps the one before": {nil, string(retry.BudgetExhausted)},
		"NoBudget takes it away":   {retry.NoBudget(), "ok"},
		"another replaces it":      {retry.NewBudget(10, 1), "ok"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, err := outbound.New(outbound.WithMockTransport(play(status(503, 503, 200)...)), outbound.WithBaseURL("https://a.test"),
					outbound.WithRetry(retry.Policy{Budget: empty}), outbound.WithRetry(retry.Policy{Budget: tt.budget}))
				if err != nil {
					t.Fatal(err)
				}
				want(t, "the call", ends(t, c, "/"), tt.want)
			})
		})
	}
}

func TestNoBudgetNeverRefuses(t *testing.T) {
	first, second := retry.NoBudget(), retry.NoBudget()
	want(t, "the same pointer", first == second, true)
	synctest.Test(t, func(t *testing.T) {
		for range 50 {
			c := client(t, play(status(503, 503, 503, 200)...), retry.Policy{Budget: retry.NoBudget()})
			want(t, "the call", ends(t, c, "/"), "ok")
		}
	})
}
