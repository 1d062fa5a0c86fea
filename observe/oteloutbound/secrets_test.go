package oteloutbound_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/baggage"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

const canary = "c4n4ry"

func TestASecretPlantedEverywhereShowsInNoSpanAndNoMetric(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		r := newRecorder()
		m.On("", "/login",
			mock.Text(503, "token="+canary).With("Set-Cookie", "session="+canary).With("X-Api-Key", canary),
			mock.Text(302, canary).With("Location", "https://api.test/next?code="+canary+"#"+canary))
		m.On("", "/next", mock.Do(func(*http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("dial https://user:%s@api.test/?token=%s: refused", canary, canary)
		})).AnyTimes()
		c := client(t, m, r, outbound.WithRetry(retry.Policy{Attempts: 3, Methods: retry.AnyMethod()}), outbound.WithBreaker(breaker.Policy{MinCalls: 1, Ratio: 0.9}),
			outbound.WithAuth(auth.Bearer(canary)), outbound.WithHeader("X-Secret", canary))
		member, _ := baggage.NewMember("session", canary)
		bag, _ := baggage.New(member)
		ctx := baggage.ContextWithBaggage(t.Context(), bag)
		req, err := http.NewRequestWithContext(ctx, http.MethodPost,
			"https://user:"+canary+"@api.test/login?password="+canary+"&q="+canary+"#"+canary, strings.NewReader(`{"password":"`+canary+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Cookie", "session="+canary)
		req.Header.Set("X-Harmless", canary)
		if resp, err := c.HTTP().Do(req); err == nil {
			_ = resp.Body.Close()
		}
		_, _ = outbound.Get[string](ctx, c, "/next", outbound.Query("token", canary))
		seen := 0
		for _, s := range r.ended() {
			all := fmt.Sprint(s.Name(), s.Status(), s.Resource())
			for _, a := range s.Attributes() {
				all += fmt.Sprint(a.Key, "=", a.Value.String(), " ")
			}
			for _, e := range s.Events() {
				all += e.Name
				for _, a := range e.Attributes {
					all += fmt.Sprint(a.Key, "=", a.Value.String(), " ")
				}
			}
			if seen++; strings.Contains(all, canary) {
				t.Errorf("the span %s shows the secret: %s", s.Name(), all)
			}
		}
		if seen < 4 {
			t.Errorf("got %d spans: the calls did not go their way", seen)
		}
		if all := strings.Join(r.points(t, ""), "\n"); strings.Contains(all, canary) || all == "" {
			t.Errorf("the metrics show the secret: %s", all)
		}
	})
}
