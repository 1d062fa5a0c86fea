package browser_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"example.com/outbound/observe/inspect"
)

const rows = `document.querySelectorAll("tbody tr:not([hidden])").length`

func TestTheCallsAreShownWhileTheyHappen(t *testing.T) {
	s := newScene(t)
	b := open(t, s.admin+"/calls")
	b.until(`document.querySelector("[data-live]").textContent === "live"`)
	s.play()
	b.until(rows + " === 11")
	b.until(`document.querySelector("tbody .badge.active") === null`)
	if got := b.text(`document.querySelector("tbody tr [data-f=target]").textContent`); got != "/items/{id}" {
		t.Errorf("the newest call: got %q", got)
	}
	if n := b.number(`document.querySelectorAll("tbody rect.wait").length`); n < 3 {
		t.Errorf("got %d waits", n)
	}
	before := b.text(`document.querySelector("tbody").innerText`)
	b.do(chromedp.Navigate(s.admin + "/calls"))
	if after := b.text(`document.querySelector("tbody").innerText`); before != after {
		t.Errorf("the script and the server make different rows:\n%s\nand\n%s", before, after)
	}
}

func TestThePageIsPausedAndGoesOn(t *testing.T) {
	s := newScene(t)
	b := open(t, s.admin+"/calls")
	b.until(`document.querySelector("[data-live]").textContent === "live"`)
	b.do(chromedp.Click(chromedp.CSS("[data-pause]")))
	s.get("/missing")
	b.until(`document.querySelector("[data-live]").textContent === "paused, 1 changed"`)
	if n := b.number(rows); n != 0 {
		t.Errorf("got %d rows during the pause", n)
	}
	b.do(chromedp.Click(chromedp.CSS("[data-pause]")))
	b.until(rows + " === 1")
}

func TestTheCallsAreFilteredAtOnceAndByTheAddress(t *testing.T) {
	s := newScene(t)
	s.play()
	b := open(t, s.admin+"/calls")
	b.until(rows + " === 11")
	b.do(chromedp.SendKeys(chromedp.CSS("input[name=q]"), "ITEMS"))
	b.until(rows + " === 4")
	b.until(`location.search === "?q=ITEMS"`)
	b.do(chromedp.Navigate(s.admin + "/calls?client=billing&kind=failed"))
	if n := b.number(rows); n != 1 {
		t.Errorf("got %d failed calls of billing, want 1", n)
	}
	b.until(`document.querySelectorAll("tbody tr").length === 11`) // the others come with the stream, hidden
	if n := b.number(rows); n != 1 {
		t.Errorf("got %d failed calls of billing after the stream, want 1", n)
	}
	b.do(chromedp.Evaluate[chromedp.Void](`{const f=document.querySelector(".filter"); f.client.value=""; f.kind.value=""; f.dispatchEvent(new Event("input"))}`))
	b.until(rows + " === 11")
	if got := b.text(`[...document.querySelectorAll("tbody tr")].map(r => r.dataset.id).join()`); got != "11,10,9,8,7,6,5,4,3,2,1" {
		t.Errorf("got the order %s", got)
	}
}

func TestWhatAServerSendsStaysText(t *testing.T) {
	s := newScene(t)
	b := open(t, s.admin+"/calls")
	b.until(`document.querySelector("[data-live]").textContent === "live"`)
	s.get("/hostile/" + attack)
	b.until(rows + " === 1")
	for _, page := range []string{"/calls", "/calls/1", "/calls?q=" + attack + "&client=" + attack + "&kind=" + attack, "/"} {
		b.do(chromedp.Navigate(s.admin + page))
		if n := b.number("document.images.length"); n != 0 {
			t.Errorf("%s: got %d images", page, n)
		}
		if got := b.text("document.title"); got == "pwned" {
			t.Errorf("%s: the script ran", page)
		}
	}
	b.do(chromedp.Navigate(s.admin + "/calls/1"))
	b.until(`document.body.innerText.includes("<img src=x onerror")`)
}

func TestThePagesFitEveryWidthInBothThemes(t *testing.T) {
	s := newScene(t, inspect.Isolate())
	s.play()
	for _, page := range []struct{ name, path string }{{"calls", "/calls"}, {"clients", "/"}, {"call", "/calls/4"}, {"redirect", "/calls/6"}, {"charge", "/calls/8"}, {"failure", "/calls/9"}} {
		b := open(t, s.admin+page.path)
		for _, theme := range []string{"light", "dark"} {
			for _, width := range []int64{360, 800, 1600} {
				b.look(width, theme)
				if wide := b.number("document.documentElement.scrollWidth"); int64(wide) > width {
					t.Errorf("%s is %d pixels wide in a window of %d", page.name, wide, width)
				}
				b.picture(fmt.Sprintf("%s-%d-%s", page.name, width, theme))
			}
		}
		b.look(1200, "light")
		b.do(chromedp.EmulateViewport(1200, 640))
		b.picture(page.name)
	}
}

func TestThePagesAreUsedByKeyboard(t *testing.T) {
	s := newScene(t)
	s.get("/missing")
	b := open(t, s.admin+"/calls")
	focus := `(document.activeElement.textContent.trim() || document.activeElement.name || document.activeElement.tagName)`
	b.do(chromedp.KeyEvent("\t"))
	if got := b.text(focus); got != "To the content" {
		t.Errorf("the first stop: got %q", got)
	}
	var stops []string
	for range 9 {
		b.do(chromedp.KeyEvent("\t"))
		stops = append(stops, b.text(focus))
	}
	if got := stops[len(stops)-1]; got != "GET /missing" {
		t.Errorf("got the stops %q, want the call last", stops)
	}
	b.follow(chromedp.KeyEvent("\r"))
	b.until(`location.pathname.endsWith("/calls/1")`)
}

func TestAnOriginIsIsolatedByTheButton(t *testing.T) {
	s := newScene(t, inspect.Isolate())
	s.get("/items/tea")
	b := open(t, s.admin+"/")
	b.follow(chromedp.Click(chromedp.CSS(".origins button")))
	b.until(`document.querySelector(".origins .badge")?.textContent === "breaker forced open"`)
	b.follow(chromedp.Click(chromedp.CSS(".origins button")))
	b.until(`document.querySelector(".origins .badge")?.textContent === "breaker closed"`)
}
