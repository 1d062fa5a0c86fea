package contenttest

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

func TestWithJSONServesRAndTypedCallsAndRestysOwnCodecWins(t *testing.T) {
	var encoded, decoded int
	codec := outbound.WithJSON(
		func(v any) ([]byte, error) { encoded++; return json.Marshal(v) },
		func(data []byte, v any) error { decoded++; return json.Unmarshal(data, v) })
	call := func(opts ...outbound.Option) {
		t.Helper()
		c := doortest.NewClient(t, append(opts, outbound.WithMockTransport(testkit.Script(testkit.JSON(200, doortest.AdaJSON))))...)
		if got, err := outbound.Post[doortest.User](t.Context(), c, doortest.Get().URL, doortest.Ada); err != nil || got != doortest.Ada {
			t.Errorf("typed: got %v, %v", got, err)
		}
		var u doortest.User
		if _, err := c.R(t.Context()).SetBody(doortest.Ada).SetResult(&u).Post(doortest.Get().URL); err != nil || u != doortest.Ada {
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
	c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.JSON(200, doortest.AdaJSON), testkit.JSON(200, `{"id":1,"name":"Bob"}`))),
		outbound.WithJSON(json.Marshal, func(data []byte, v any) error { kept = append(kept, data); return json.Unmarshal(data, v) }))
	for range 2 {
		if _, err := outbound.Get[doortest.User](t.Context(), c, doortest.Get().URL); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(kept[0], []byte(doortest.AdaJSON)) {
		t.Errorf("got %q after another call, want %q", kept[0], doortest.AdaJSON)
	}
}

// pairs is a codec of the test's own.
var pairs = outbound.Codec{
	Marshal: func(v any) ([]byte, error) {
		t, ok := v.(town)
		if !ok {
			return nil, errors.New("no town but " + doortest.Canary)
		}
		return []byte("name=" + t.Name), nil
	},
	Unmarshal: func(data []byte, v any) error {
		_, name, ok := strings.Cut(string(data), "name=")
		if !ok {
			return errors.New("no name in " + string(data))
		}
		v.(*town).Name = name
		return nil
	},
}

func TestACodecServesItsMediaType(t *testing.T) {
	base := testkit.Script(testkit.Content(200, "application/x-pairs; charset=utf-8", "name=Köln"))
	c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithCodec("Application/X-Pairs", pairs))
	got, err := outbound.Post[town](t.Context(), c, doortest.Get().URL, town{"Bonn"}, outbound.Header("content-type", "application/x-pairs; v=1"))
	if sent := base.Last(t); err != nil || got.Name != "Köln" || string(sent.Body) != "name=Bonn" || sent.Header.Get("Content-Type") != "application/x-pairs; v=1" {
		t.Errorf("typed: got %v, %v; sent %q", got, err, sent.Body)
	}
	var r town
	if _, err := c.R(t.Context()).SetResult(&r).Get(doortest.Get().URL); err != nil || r.Name != "Köln" {
		t.Errorf("R: got %v, %v", r, err)
	}
	if _, err := outbound.Post[town](t.Context(), c, doortest.Get().URL, town{"Bonn"}); err != nil || string(base.Last(t).Body) != `{"name":"Bonn"}` {
		t.Errorf("without the field: sent %q, %v", base.Last(t).Body, err)
	}
}

func TestACodecEncodesTheBodyOfR(t *testing.T) {
	base := testkit.Script(testkit.Status(204))
	c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithCodec("application/x-pairs", pairs))
	r := c.R(t.Context()).SetHeader("Content-Type", "application/x-pairs").SetBody(town{"Bonn"})
	for range 2 {
		if _, err := r.Post(doortest.Get().URL); err != nil || string(base.Last(t).Body) != "name=Bonn" {
			t.Errorf("sent %q, %v", base.Last(t).Body, err)
		}
	}
	if _, ok := r.Body.(town); !ok {
		t.Errorf("the request has the body %v afterwards", r.Body)
	}
	_, err := c.R(t.Context()).SetHeader("Content-Type", "application/x-pairs").SetBody(7).Post(doortest.Get().URL)
	if doortest.WantKind(t, err, httperror.Request); strings.Contains(err.Error(), doortest.Canary) {
		t.Errorf("got %q", err)
	}
	if _, err := c.R(t.Context()).SetHeader("Content-Type", "application/x-pairs").SetBody("as it is").Post(doortest.Get().URL); err != nil || string(base.Last(t).Body) != "as it is" {
		t.Errorf("sent %q, %v", base.Last(t).Body, err)
	}
}

func TestACodecMayServeATypeThatCountsAsJSONOrXML(t *testing.T) {
	for _, mediaType := range []string{"application/vnd.pairs+json", "application/vnd.pairs+xml", "text/html", "text/plain"} {
		c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Content(200, mediaType, "name=Köln"))), outbound.WithCodec(mediaType, pairs))
		if got, err := outbound.Get[town](t.Context(), c, doortest.Get().URL); err != nil || got.Name != "Köln" {
			t.Errorf("%s, typed: got %v, %v", mediaType, got, err)
		}
		var r town
		if _, err := c.R(t.Context()).SetResult(&r).Get(doortest.Get().URL); err != nil || r.Name != "Köln" {
			t.Errorf("%s, R: got %v, %v", mediaType, r, err)
		}
	}
}

func TestAValueIsSentAsXMLWhereTheCallerSaysSo(t *testing.T) {
	base := testkit.Script(testkit.Status(204))
	c := doortest.NewClient(t, outbound.WithMockTransport(base))
	if _, err := outbound.Post[town](t.Context(), c, doortest.Get().URL, town{"Bonn"}, outbound.Header("Content-Type", "application/xml")); err != nil {
		t.Fatal(err)
	}
	if got := string(base.Last(t).Body); got != "<town><name>Bonn</name></town>" {
		t.Errorf("sent %q", got)
	}
}

func TestTheErrorOfACodecHasAKindAndQuotesNothing(t *testing.T) {
	c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Content(200, "application/x-pairs", doortest.Canary))),
		outbound.WithCodec("application/x-pairs", pairs), outbound.WithCodec("a/one-way", outbound.Codec{Unmarshal: pairs.Unmarshal}))
	_, decode := outbound.Get[town](t.Context(), c, doortest.Get().URL)
	_, ofR := c.R(t.Context()).SetResult(&town{}).Get(doortest.Get().URL)
	_, encode := outbound.Post[town](t.Context(), c, doortest.Get().URL, 7, outbound.Header("Content-Type", "application/x-pairs"))
	_, oneWay := outbound.Post[town](t.Context(), c, doortest.Get().URL, 7, outbound.Header("Content-Type", "a/one-way"))
	for _, x := range []struct {
		err  error
		kind httperror.Kind
	}{{decode, httperror.Decode}, {ofR, httperror.Decode}, {encode, httperror.Request}, {oneWay, httperror.Request}} {
		if doortest.WantKind(t, x.err, x.kind); strings.Contains(x.err.Error(), doortest.Canary) {
			t.Errorf("got %q", x.err)
		}
	}
}

func TestACodecThatCannotBeIsRefusedByNew(t *testing.T) {
	for name, o := range map[string]outbound.Option{
		"no type": outbound.WithCodec("", pairs), "a parameter": outbound.WithCodec("a/b; c=d", pairs),
		"half a type": outbound.WithCodec("yaml", pairs), "no function": outbound.WithCodec("a/b", outbound.Codec{}),
		"half of JSON": outbound.WithCodec("application/json", outbound.Codec{Marshal: json.Marshal}),
	} {
		if _, err := outbound.New(o); err == nil || !strings.Contains(err.Error(), "With") {
			t.Errorf("%s: got %v, want an error that names the option", name, err)
		}
	}
}

func TestACopyWithACodecLeavesTheClientAsItIs(t *testing.T) {
	base := testkit.Script(testkit.Content(200, "a/b", "name=Köln"))
	c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithCodec("a/c", pairs))
	with, err := c.With(outbound.WithCodec("a/b", pairs))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := outbound.Get[town](t.Context(), with, doortest.Get().URL); err != nil || got.Name != "Köln" {
		t.Errorf("the copy: got %v, %v", got, err)
	}
	_, err = outbound.Get[town](t.Context(), c, doortest.Get().URL)
	doortest.WantKind(t, err, httperror.Decode)
}

func TestTheXMLCodecOfRestyWins(t *testing.T) {
	c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Content(200, "text/xml", "<name=Köln"))),
		outbound.WithResty(func(rc *resty.Client) { rc.XMLUnmarshal = pairs.Unmarshal }))
	if got, err := outbound.Get[town](t.Context(), c, doortest.Get().URL); err != nil || got.Name != "Köln" {
		t.Errorf("typed: got %v, %v", got, err)
	}
}
