package integration_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/integration/faultserver"
)

// pin is a canary that is a number.
const pin = "86753091234"

// strict refuses members that the type has not, and quotes them.
func strict(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(v)
}

// mute is a body that cannot be encoded and says more than it should.
type mute struct{}

func (mute) MarshalJSON() ([]byte, error) { return nil, errors.New("no room for " + canary) }
func (mute) MarshalText() ([]byte, error) { return nil, errors.New("no room for " + canary) }

// What a codec says of content that it cannot read or write may quote it.
func TestContentThatDoesNotFitShowsNoSecret(t *testing.T) {
	said := capture(t)
	for name, f := range map[string]struct {
		answer string
		body   any
		into   func() any // for R, and the type for the typed calls
		opts   []outbound.Option
	}{
		"a name that is no number":   {answer: `{"` + canary + `":1}`, into: func() any { return new(map[int]int) }},
		"a number for a text":        {answer: `{"pin":` + pin + `}`, into: func() any { return new(struct{ Pin string }) }},
		"a number that is too large": {answer: `{"pin":` + pin + `}`, into: func() any { return new(struct{ Pin int8 }) }},
		"a text for a number":        {answer: `{"pin":"` + canary + `"}`, into: func() any { return new(struct{ Pin int }) }},
		"a quoted number": {answer: `{"pin":"` + canary + `"}`, into: func() any {
			return new(struct {
				Pin int `json:",string"`
			})
		}},
		"half of it":          {answer: `{"password":"` + canary, into: func() any { return new(map[string]string) }},
		"more than one value": {answer: `{}` + canary, into: func() any { return new(map[string]string) }},
		"an unknown member": {answer: `{"` + canary + `":1}`, into: func() any { return new(struct{}) },
			opts: []outbound.Option{outbound.WithJSON(json.Marshal, strict)}},
		"a number that is none":          {body: map[string]any{"password": json.Number(canary)}},
		"a body that says too much":      {body: map[string]any{"password": mute{}}},
		"a name that says too much":      {body: map[mute]int{{}: 1}},
		"raw JSON that is none":          {body: map[string]any{"password": json.RawMessage(canary)}},
		"a body with a value of no type": {body: map[string]any{canary: make(chan int)}},
	} {
		t.Run(name, func(t *testing.T) {
			srv := faultserver.Start(t, faultserver.JSON(f.answer))
			saw := &witness{}
			c := newClient(t, append(append(everyRow(), saw.options(true)...), f.opts...)...)
			r := c.R(t.Context()).SetHeader("Content-Type", "application/json")
			if f.into == nil {
				_, err := r.SetBody(f.body).Post(srv.URL)
				saw.mustFail(t, "R", err)
				_, err = outbound.Post[any](t.Context(), c, srv.URL, f.body)
				saw.mustFail(t, "typed", err)
			} else {
				_, err := r.SetResult(f.into()).Get(srv.URL)
				saw.mustFail(t, "R", err)
				saw.mustFail(t, "typed", typedInto(t, c, srv.URL, f.into()))
			}
			saw.check(t)
			if strings.Contains(saw.text.String(), pin) {
				t.Error("shows the number")
			}
		})
	}
	checkSaid(t, said())
}

// typedInto decodes into a T that is the type of into.
func typedInto(t *testing.T, c *outbound.Client, url string, into any) (err error) {
	switch into.(type) {
	case *map[int]int:
		_, err = outbound.Get[map[int]int](t.Context(), c, url)
	case *struct{ Pin string }:
		_, err = outbound.Get[struct{ Pin string }](t.Context(), c, url)
	case *struct{ Pin int8 }:
		_, err = outbound.Get[struct{ Pin int8 }](t.Context(), c, url)
	case *struct{ Pin int }:
		_, err = outbound.Get[struct{ Pin int }](t.Context(), c, url)
	case *map[string]string:
		_, err = outbound.Get[map[string]string](t.Context(), c, url)
	default:
		_, err = outbound.Get[struct {
			Pin int `json:",string"`
		}](t.Context(), c, url)
	}
	return err
}

// XML comes from R only.
func TestXMLThatDoesNotFitShowsNoSecret(t *testing.T) {
	for _, answer := range []string{"<a><b>" + canary, "<a>" + canary + "</b>", "<a x='" + canary + "'", "<a><pin>" + canary + "</pin></a>"} {
		srv := faultserver.Start(t, faultserver.Answer(200, answer, "Content-Type", "application/xml"))
		saw := &witness{}
		c := newClient(t, append(everyRow(), saw.options(true)...)...)
		var into struct {
			Pin int `xml:"pin"`
		}
		_, err := c.R(t.Context()).SetResult(&into).Get(srv.URL)
		saw.mustFail(t, "R", err)
		saw.check(t)
	}
}
