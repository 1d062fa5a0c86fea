package outbound

import (
	"io"
	"net/http"

	"example.com/outbound/internal/callinfo"
)

// boundBody holds a body that is read into memory to limit bytes: more is an error
// of kind too_large. A response that is an error already stays what it is, and
// its body is cut. Zero means no bound.
func boundBody(call *callinfo.Call, resp *http.Response, limit int64) {
	switch {
	case limit == 0:
	case call.KindOf(resp) == "":
		call.Take(resp, limit)
	default:
		resp.Body = &cutBody{io.LimitReader(resp.Body, limit), resp.Body}
	}
}

type cutBody struct {
	io.Reader
	io.Closer
}
