package browser_test

import (
	"context"
	"log"
	"os"
	"testing"

	"github.com/chromedp/chromedp"
)

// browser is the one browser of all tests.
var browser context.Context

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	allocator, stop := chromedp.NewExecAllocator(context.Background(), chromedp.Headless, chromedp.NoSandbox)
	defer stop()
	ctx, cancel := chromedp.NewContext(allocator)
	defer cancel()
	if err := chromedp.Do(ctx); err != nil {
		log.Print("no browser: apt-get install chromium: ", err)
		return 1
	}
	browser = ctx
	return m.Run()
}
