package integration_test

import (
	"strings"
	"sync"
	"testing"

	"example.com/outbound/coding"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

func codingFaults() []fault {
	text := `"` + strings.Repeat("a coded text ", 200) + `"`
	wrong := failed(httperror.Body)
	var all []fault
	for name, encode := range map[string]func(string) string{"zstd": faultserver.Zstd, "br": faultserver.Brotli} {
		whole := encode(text)
		wide := map[string]string{"zstd": faultserver.WideZstd, "br": faultserver.WideBrotli}[name]
		row := func(what, codings, body string, get, post outcome) {
			f := fault{name: name + ": " + what, provoke: coded(codings, func() string { return body }), get: get, post: post}
			if get.kind == httperror.Body {
				f.handedOver = []string{"GET", "POST"}
			}
			all = append(all, f)
		}
		row("a text", name, whole, answered(1), answered(1))
		row("a text of two codings", name+", "+name, encode(whole), answered(1), answered(1))
		row("plain text", name, text, wrong, wrong)
		row("a window that is too large", name, wide, wrong, wrong)
		row("bytes behind the end", name, whole+"and more", wrong, wrong)
		row("a body that is cut off", name, whole[:len(whole)/2], retried(httperror.Body), failed(httperror.Body))
		all = append(all,
			fault{name: name + ": 64 MiB out of a few KiB", provoke: coded(name, bombOf(name)), get: failed(httperror.TooLarge), post: failed(httperror.TooLarge), content: true},
			fault{
				name: name + ": 64 MiB, coded twice", provoke: coded(name+", "+name, func() string { return encode(bombOf(name)()) }),
				get: failed(httperror.TooLarge), post: failed(httperror.TooLarge), content: true,
			},
		)
	}
	return all
}

func coded(codings string, body func() string) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		return within(on(faultserver.Coded(codings, body())), coding.Zstd(), coding.Brotli())(t)
	}
}

const bombSize = 64 << 20

var bombs = sync.OnceValue(func() map[string]string {
	return map[string]string{"zstd": faultserver.ZstdBomb(bombSize), "br": faultserver.BrotliBomb(bombSize)}
})

func bombOf(name string) func() string { return func() string { return bombs()[name] } }
