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
	notFound    = newPage(http.StatusNotFound, nil)
)

// at returns the page at path. calls counts the calls of /flaky.
func at(path string, calls func() int64) page {
	switch path {
	case wire.ItemPath, wire.PostPath:
		return item
	case wire.FlakyPath:
		if calls()%3 != 0 {
			return unavailable
		}
		return item
	case wire.BigPath:
		return big
	case wire.ListPath:
		return list
	}
	return notFound
}
