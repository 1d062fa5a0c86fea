package integration_test

import (
	"fmt"
	"net/http"
	"testing"

	"example.com/outbound"
	"example.com/outbound/mock"
)

// A mock tells what it missed without the secrets of the request, and without
// those that the test wanted in their place.
func TestAMockFailureShowsNoSecret(t *testing.T) {
	t.Setenv(canaryVariable, secret("env"))
	wanted := secret("wanted")
	for name, stub := range map[string]func(m *mock.Transport){
		"no stub":           func(*mock.Transport) {},
		"another path":      func(m *mock.Transport) { m.On("POST", "/elsewhere?token="+wanted) },
		"a header":          func(m *mock.Transport) { m.On("POST", "/x").Header("Authorization", wanted) },
		"an unknown header": func(m *mock.Transport) { m.On("POST", "/x").Header("X-Unknown", "this") },
		"a query value":     func(m *mock.Transport) { m.On("POST", "/x").Query("q", "this") },
		"a query":           func(m *mock.Transport) { m.On("POST", "/x?access_token="+wanted).Query("api_key", wanted) },
		"JSON": func(m *mock.Transport) {
			m.On("POST", "/x").JSON(map[string]any{"password": wanted, "user": map[string]string{"pin": wanted}})
		},
		"JSON in place of a secret": func(m *mock.Transport) {
			m.On("POST", "/x").JSON(map[string]any{"user": wanted, "n": map[string]string{}})
		},
		"user info in a stub":     func(m *mock.Transport) { m.On("POST", "https://user:"+wanted+"@host.test/x") },
		"user info in a question": func(m *mock.Transport) { m.Calls("POST", "https://user:"+wanted+"@host.test/x") },
		"another order":           func(m *mock.Transport) { m.AssertOrder("GET /never") },
	} {
		t.Run(name, func(t *testing.T) {
			for variant := range len(schemes()) + 2 {
				tb := &failing{TB: t}
				base := mock.NewTransport(tb)
				tb.try(func() { stub(base) })
				s := plant(t, scene{url: "http://127.0.0.1:1/x"}, variant)
				c := newClient(t, append(append(everyRow(), outbound.WithMockTransport(base)), s.opts...)...)
				for _, w := range ways {
					if _, err := w.call(t, c, http.MethodPost, s); err == nil {
						t.Errorf("variant %d, %s: got an answer", variant, w.name)
					}
				}
				tb.try(func() { base.AssertOrder("GET /never") })
				all := base.Requests()
				checkLines(t, fmt.Sprintf("%v %+v %#v %s %q %v", all, all, all, all[0], all[0], base))
				tb.finish()
				if tb.said.Len() == 0 {
					t.Errorf("variant %d: the mock said nothing", variant)
				}
				checkLines(t, tb.said.String())
			}
		})
	}
}
