package browser_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"

	"example.com/outbound/observe/inspect"
)

// everyPage are the ways to one page of each sort.
var everyPage = []string{"/", "/calls", "/calls/4", "/calls/9"}

// node is what a screen reader is told of an element.
type node struct{ role, name string }

// nodes are the elements of the page that a screen reader is told of.
func (b *tab) nodes() (all []node) {
	b.t.Helper()
	tree, err := chromedp.Call(b.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		b.t.Fatal(err)
	}
	text := func(v *accessibility.Value) (s string) {
		if v != nil {
			_ = json.Unmarshal(v.Value, &s)
		}
		return s
	}
	for _, n := range tree.Nodes {
		if !n.Ignored {
			all = append(all, node{text(n.Role), text(n.Name)})
		}
	}
	return all
}

func TestAScreenReaderFindsItsWay(t *testing.T) {
	s := newScene(t, inspect.Isolate())
	s.play()
	named := []string{"link", "button", "combobox", "searchbox", "image", "table", "heading", "navigation", "search", "region"}
	for _, path := range everyPage {
		b := open(t, s.admin+path)
		b.look(1200, "light")
		count := map[string]int{}
		for _, n := range b.nodes() {
			count[n.role]++
			if slices.Contains(named, n.role) && n.name == "" {
				t.Errorf("%s: a %s has no name", path, n.role)
			}
		}
		for _, role := range []string{"main", "navigation", "banner"} {
			if count[role] != 1 {
				t.Errorf("%s: got %d of %s", path, count[role], role)
			}
		}
		if n := b.number(`document.querySelectorAll("h1").length`); n != 1 {
			t.Errorf("%s: got %d headings of the first level", path, n)
		}
		if path == "/calls" && (count["row"] != 12 || count["columnheader"] != 6) {
			t.Errorf("the calls are no table: got %d rows, %d column headers", count["row"], count["columnheader"])
		}
	}
}

// lowContrast are the texts whose contrast to the ground beneath them is too low to
// be read well: below 4.5 (WCAG 2.2, success criterion 1.4.3).
const lowContrast = `(() => {
  const channels = (c) => { const [r, g, b, a = 1] = c.match(/[\d.]+/g).map(Number); return { rgb: [r, g, b], a }; };
  const light = ([r, g, b]) => {
    const f = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b);
  };
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = channels(getComputedStyle(e).backgroundColor);
      if (c.a > 0) return c.rgb;
    }
    return [255, 255, 255];
  };
  const low = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !e.checkVisibility() || e.closest("option, template, script")) continue;
    const [a, b] = [light(channels(getComputedStyle(e).color).rgb), light(ground(e))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) low.add(e.tagName + "." + e.className + " " + contrast.toFixed(2));
  }
  return [...low].join(", ");
})()`

func TestEveryTextIsReadableInBothThemes(t *testing.T) {
	s := newScene(t, inspect.Isolate())
	s.play()
	for _, path := range everyPage {
		b := open(t, s.admin+path)
		b.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach((d) => { d.open = true; })`))
		for _, theme := range []string{"light", "dark"} {
			b.look(1200, theme)
			if got := b.text(lowContrast); got != "" {
				t.Errorf("%s, %s: %s", path, theme, got)
			}
		}
	}
}
