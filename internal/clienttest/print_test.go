package clienttest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
)

func TestAPrintedClientShowedItsHeadersAndItsProxy(t *testing.T) {
	const secret = "c4n4ry"
	c, err := outbound.New(
		outbound.WithBaseURL("https://api.test/"+secret),
		outbound.WithHeader("X-Api-Key", secret),
		outbound.WithAuth(auth.Bearer(secret)),
		outbound.WithProxy("http://user:"+secret+"@proxy.test:3128"),
	)
	if err != nil {
		t.Fatal(err)
	}
	j, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("ready", "client", c, "value", *c)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("ready", "client", c, "value", *c)
	texts := map[string]string{"JSON": string(j), "slog": log.String()}
	for what, v := range map[string]any{
		"client": c, "value": *c, "in a struct": struct{ C *outbound.Client }{c}, "in a list": []*outbound.Client{c},
		"HTTP": c.HTTP(), "transport": c.HTTP().Transport, "R": c.R(t.Context()),
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
			texts[what+" "+verb] = fmt.Sprintf(verb, v)
		}
	}
	for what, text := range texts {
		if strings.Contains(strings.ReplaceAll(text, "api.test/"+secret, ""), secret) { // R has the address that it will send to
			t.Errorf("%s shows a secret: %s", what, text)
		}
	}
	if got, want := fmt.Sprintf("%s", any(c)), "outbound.Client{https://api.test}"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := string(j), `{"base_url":"https://api.test"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAClientThatNewHasNotMadeIsPrinted(t *testing.T) {
	for _, c := range []*outbound.Client{nil, {}} {
		_ = fmt.Sprintf("%s %v %+v", any(c), c, c)
		if _, err := json.Marshal(c); err != nil {
			t.Error(err)
		}
	}
}

func TestTheTransportOfHTTPHasNoMethodOfTheClient(t *testing.T) {
	c, err := outbound.New()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	rt := reflect.TypeOf(c.HTTP().Transport)
	for i := range rt.NumMethod() {
		got = append(got, rt.Method(i).Name)
	}
	if want := []string{"CloseIdleConnections", "Format", "RoundTrip", "SharesPool"}; !slices.Equal(got, want) {
		t.Errorf("got the methods %v, want %v", got, want)
	}
}
