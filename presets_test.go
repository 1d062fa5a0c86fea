package outbound_test

import (
	"testing"
	"testing/synctest"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/retry"
)

func TestAServicesPresetGoesOnAMockUnchanged(t *testing.T) {
	base := testkit.Script(testkit.Text(200, "ok"))
	preset := outbound.Preset("billing", outbound.InternalNetwork(), outbound.WithRootCAs(doortest.Authority(t)),
		outbound.WithBaseURL("https://billing.example"))
	c := doortest.NewClient(t, preset, outbound.WithMockTransport(base))
	got, err := outbound.Get[string](t.Context(), c, "/x")
	if err != nil || got != "ok" {
		t.Errorf("got %q, %v, want ok", got, err)
	}
	base.WantSent(t, 1)
	if _, err := outbound.New(preset, outbound.WithMockTransport(base), outbound.WithRootCAs("absent.pem")); err == nil {
		t.Error("on a mock a file that is not there is no error, want one: options are validated")
	}
}

func TestTheNameOfTheOutermostPresetIsInTheErrors(t *testing.T) {
	for _, c := range []struct {
		name, want string
		opts       []outbound.Option
	}{
		{"none", "", nil},
		{"one", "billing", []outbound.Option{outbound.Preset("billing", outbound.Standard())}},
		{"one in another", "house", []outbound.Option{outbound.Preset("house", outbound.Preset("billing"))}},
		{"one after another", "second", []outbound.Option{outbound.Preset("first"), outbound.Preset("second")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := doortest.NewClient(t, append(c.opts, outbound.WithMockTransport(testkit.Script(testkit.Status(404))))...)
			_, err := outbound.Get[string](t.Context(), client, "https://a.example/")
			if e := doortest.WantKind(t, err, httperror.ClientStatus); e.Client != c.want {
				t.Errorf("got client %q, want %q", e.Client, c.want)
			}
		})
	}
}

func TestEveryStandardClientHasABudgetOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		standard := outbound.Standard()
		broken := testkit.Script(testkit.Status(503))
		first := doortest.NewClient(t, standard, outbound.WithMockTransport(broken))
		for range 20 {
			_, _ = outbound.Get[string](t.Context(), first, "https://a.example/")
		}
		_, err := outbound.Get[string](t.Context(), first, "https://a.example/")
		if e := doortest.WantKind(t, err, httperror.ServerStatus); e.Reason != string(retry.BudgetExhausted) {
			t.Errorf("got reason %q after 20 failures, want %q", e.Reason, retry.BudgetExhausted)
		}
		second := doortest.NewClient(t, standard, outbound.WithMockTransport(testkit.Script(testkit.Status(503), testkit.Text(200, "ok"))))
		if _, err := outbound.Get[string](t.Context(), second, "https://a.example/"); err != nil {
			t.Errorf("another client of the same preset has no budget: %v", err)
		}
	})
}
