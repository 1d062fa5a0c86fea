package outbound_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/internal/testkit"
)

func TestWithJSONServesRAndTypedCallsAndRestysOwnCodecWins(t *testing.T) {
	var encoded, decoded int
	codec := outbound.WithJSON(
		func(v any) ([]byte, error) { encoded++; return json.Marshal(v) },
		func(data []byte, v any) error { decoded++; return json.Unmarshal(data, v) })
	call := func(opts ...outbound.Option) {
		t.Helper()
		c := newClient(t, append(opts, outbound.WithMockTransport(testkit.Script(testkit.JSON(200, adaJSON))))...)
		if got, err := outbound.Post[user](t.Context(), c, get().url, ada); err != nil || got != ada {
			t.Errorf("typed: got %v, %v", got, err)
		}
		var u user
		if _, err := c.R(t.Context()).SetBody(ada).SetResult(&u).Post(get().url); err != nil || u != ada {
			t.Errorf("R: got %v, %v", u, err)
		}
	}
	if call(codec); encoded != 2 || decoded != 2 {
		t.Errorf("got %d encoded and %d decoded, want 2 and 2", encoded, decoded)
	}
	own := outbound.WithResty(func(rc *resty.Client) { rc.JSONMarshal, rc.JSONUnmarshal = json.Marshal, json.Unmarshal })
	if call(codec, own); encoded != 2 || decoded != 2 {
		t.Errorf("got %d encoded and %d decoded, want resty's own codec to win", encoded, decoded)
	}
}

func TestACodecMayKeepWhatItWasGiven(t *testing.T) {
	var kept [][]byte
	c := newClient(t, outbound.WithMockTransport(testkit.Script(testkit.JSON(200, adaJSON), testkit.JSON(200, `{"id":1,"name":"Bob"}`))),
		outbound.WithJSON(json.Marshal, func(data []byte, v any) error { kept = append(kept, data); return json.Unmarshal(data, v) }))
	for range 2 {
		if _, err := outbound.Get[user](t.Context(), c, get().url); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(kept[0], []byte(adaJSON)) {
		t.Errorf("got %q after another call, want %q", kept[0], adaJSON)
	}
}
