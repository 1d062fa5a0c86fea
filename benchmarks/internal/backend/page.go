package backend

import (
	"fmt"
	"net/http"
	"strconv"

	"example.com/outbound/benchmarks/internal/wire"
)

// page is one answer, the same from both backends but for the 503: see [Memory].
type page struct {
	status  int
	line    string // the status, printed once
	content []byte
	length  string // of content, printed once
	wait    bool   // with a Retry-After of 0
}

func newPage(status int, content []byte) page {
	return page{
		status:  status,
		line:    fmt.Sprintf("%d %s", status, http.StatusText(status)),
		content: content,
		length:  strconv.Itoa(len(content)),
	}
}

var (
	item        = newPage(http.StatusOK, wire.Item)
	big         = newPage(http.StatusOK, wire.Big)
	list        = newPage(http.StatusOK, wire.List)
	unavailable = newPage(http.StatusServiceUnavailable, []byte(`{"title":"busy"}`))
	one         = newPage(http.StatusOK, wire.One)
	ten         = newPage(http.StatusOK, wire.Ten)
	hundred     = newPage(http.StatusOK, wire.Hundred)
	later       = page{unavailable.status, unavailable.line, unavailable.content, unavailable.length, true}
	notFound    = newPage(http.StatusNotFound, nil)
)

// at returns the page at path. calls counts those of /flaky and /wait.
func at(path string, calls func() int64) page {
	switch path {
	case wire.ItemPath, wire.PostPath:
		return item
	case wire.FlakyPath:
		if calls()%3 != 0 {
			return unavailable
		}
		return item
	case wire.WaitPath:
		if calls()%3 != 0 {
			return later
		}
		return item
	case wire.OnePath:
		return one
	case wire.TenPath:
		return ten
	case wire.HundredPath:
		return hundred
	case wire.BigPath:
		return big
	case wire.ListPath:
		return list
	}
	return notFound
}
