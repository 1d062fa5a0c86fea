package oteloutbound_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/trace"

	"example.com/outbound"
	"example.com/outbound/mock"
)

// eachText calls see with every name, attribute and event of the spans of r.
func eachText(r *recorder, see func(where, text string)) {
	attrs := func(where string, all []attribute.KeyValue) {
		for _, a := range all {
			see(where+" "+string(a.Key), a.Value.String())
		}
	}
	for _, s := range r.ended() {
		see("name", s.Name())
		see("status", s.Status().Description)
		attrs(s.Name(), s.Attributes())
		for _, e := range s.Events() {
			see("event", e.Name)
			attrs(e.Name, e.Attributes)
		}
	}
}

func TestAFieldOfManyMegabytesIsCut(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		field, long := strings.Repeat("f", 10<<20), func(s string) string { return strings.Repeat(s, 10<<10) }
		r := newRecorder()
		m.On("", "/{rest...}", mock.Text(200, "x")).AnyTimes()
		c := client(t, m, r, outbound.Preset(long("c")))
		_, _ = outbound.Call[string](t.Context(), c, "M"+long("m"), "/"+long("p")+"?"+field, nil, outbound.Operation(field), outbound.Template("/"+long("t")+"/{id}"))
		_, _ = outbound.Get[string](t.Context(), c, "https://"+long("h")+".test/")
		if n := len(r.ended()); n < 4 {
			t.Errorf("got %d spans", n)
		}
		eachText(r, func(where, text string) {
			if len(text) > 5<<10 {
				t.Errorf("%.60s has %d bytes", where, len(text))
			}
		})
		for _, line := range r.points(t, "") {
			if len(line) > 5<<10 {
				t.Errorf("a point has %d bytes: %.60s", len(line), line)
			}
		}
	})
}

func TestNoTextIsInvalidUTF8(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		r := newRecorder()
		m.On("GET", "/{rest...}", mock.Text(200, "x")).AnyTimes()
		c := client(t, m, r, outbound.Preset("c\xff"))
		_, _ = outbound.Get[string](t.Context(), c, "/\xff?\xff=\xff", outbound.Operation("\xff"), outbound.Template("/\xff/{id}"))
		if n := len(r.ended()); n != 2 {
			t.Errorf("got %d spans", n)
		}
		eachText(r, func(where, text string) {
			if !utf8.ValidString(text) {
				t.Errorf("%q is not valid UTF-8: %q", where, text)
			}
		})
	})
}

func TestManyHostsThatARedirectNamesKeepNoLongURL(t *testing.T) {
	const hosts, length = 300, 100_000
	c, err := outbound.New(outbound.WithTransport(memory{}), outbound.WithObserver(metered(trace.NeverSample())))
	if err != nil {
		t.Fatal(err)
	}
	tail := strings.Repeat("p", length)
	before := heap()
	for i := range hosts {
		if _, err := outbound.Get[string](t.Context(), c, fmt.Sprintf("https://host%d.test/%s", i, tail)); err != nil {
			t.Fatal(err)
		}
	}
	if grown := heap() - before; grown > hosts*length/2 {
		t.Errorf("%d bytes are kept", grown)
	}
	runtime.KeepAlive(c)
}

func heap() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
