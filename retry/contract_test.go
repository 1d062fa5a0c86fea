package retry_test

import (
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/middleware/layertest"
	"example.com/outbound/retry"
)

func TestTheLayerKeepsTheContractUnderEveryPolicy(t *testing.T) {
	for name, policy := range map[string]retry.Policy{
		"the zero policy":                   {},
		"one attempt":                       {Attempts: 1},
		"no bound but the caller's":         {Attempts: retry.Unlimited, MaxElapsed: retry.Unlimited},
		"any method, whatever the outcome":  {Methods: retry.AnyMethod(), When: func(retry.Attempt) bool { return true }},
		"no wait":                           {Wait: retry.Constant(0)},
		"a wait longer than the caller's":   {Wait: retry.Constant(time.Hour), Jitter: retry.NoJitter},
		"a wait that the caller interrupts": {Wait: retry.Constant(10 * time.Second), Jitter: retry.NoJitter},
		"nothing read ahead":                {BufferBody: -1},
		"the first bytes read ahead":        {BufferBody: 3},
		"a budget":                          {Budget: retry.NewBudget(10, 0.1)},
		"a condition that reads the answer": {When: readsAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			layer, err := retry.New(policy)
			if err != nil {
				t.Fatal(err)
			}
			synctest.Test(t, func(t *testing.T) { layertest.Run(t, layer) })
		})
	}
	t.Run("none", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { layertest.Run(t, retry.OnDemand()) })
	})
}

func readsAnswer(a retry.Attempt) bool {
	if a.Response != nil {
		var some [4]byte
		_, _ = a.Response.Body.Read(some[:])
	}
	return retry.Transient(a)
}
