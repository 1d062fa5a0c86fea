package inspect_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"example.com/outbound"
	"example.com/outbound/mock"
	"example.com/outbound/observe/inspect"
)

func TestClientsOfOneNameAreToldApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := inspect.New(inspect.Isolate())
		var clients []*outbound.Client
		for range 2 {
			c, m := watched(t, i, outbound.Preset("billing"), withBreaker())
			m.On("GET", "/", mock.Text(200, "x"))
			get(c, "/")
			i.Watch(c) // once more
			clients = append(clients, c)
		}
		i.Watch(nil)
		text := page(t, i, "/text")
		if strings.Count(text, "client  ") != 2 {
			t.Errorf("got\n%s", text)
		}
		wantIn(t, text, "billing (2)", "calls 2")
		wantIn(t, page(t, i, "/"), "2 clients have this name")

		req := here("POST", "/isolate", strings.NewReader("client=billing+%282%29&origin=http://api.test&for=1m"))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if w := send(i, req); w.Code != 303 {
			t.Fatalf("got status %d", w.Code)
		}
		if one, two := clients[0].Origins()[0].Breaker, clients[1].Origins()[0].Breaker; one != "closed" || two != "forced_open" {
			t.Errorf("got the breakers %s and %s", one, two)
		}
	})
}

func TestAClientIsShownBeforeItsFirstCallAndAfterItsEnd(t *testing.T) {
	i := inspect.New()
	wantIn(t, page(t, i, "/"), "No client is watched")
	wantIn(t, page(t, i, "/text"), "no client is watched")
	c, _ := watched(t, i, outbound.Preset("catalog"))
	wantIn(t, page(t, i, "/"), "catalog", "http://api.test", `<li class="border">retry</li>`, "<li>transport</li>")
	_ = c.Close()
	get(c, "/")
	wantIn(t, page(t, i, "/text"), "deadline > headers", "closed 1")
	i.Watch(&outbound.Client{})
	_ = page(t, i, "/")
}

func TestTheSettingsOfAClientAreShown(t *testing.T) {
	i := inspect.New()
	_, _ = watched(t, i, outbound.Preset("catalog"), outbound.WithMaxResponseBytes(12345), outbound.WithHeader("Authorization", "s3cr3t"))
	for _, target := range []string{"/", "/text"} {
		text := page(t, i, target)
		wantIn(t, text, "12345")
		if strings.Contains(text, "s3cr3t") {
			t.Errorf("%s shows a secret:\n%s", target, text)
		}
	}
}
