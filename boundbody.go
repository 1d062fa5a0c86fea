package outbound

import (
	"io"
	"net/http"

	"example.com/outbound/internal/callinfo"
)

// boundBody holds a body that is read into memory to limit bytes: more is an error
// of kind too_large. A response that is an error already stays what it is: of
// its body counts what arrives, up to the limit. Zero means no bound.
func boundBody(call *callinfo.Call, resp *http.Response, limit int64) {
	switch {
	case call.KindOf(resp) != "":
		body := io.Reader(resp.Body)
		if limit > 0 {
			body = io.LimitReader(body, limit)
		}
		resp.Body = &cutBody{body, resp.Body}
	case limit > 0:
		call.Take(resp, limit)
	}
}

// cutBody ends where the body that it is made of breaks off.
type cutBody struct {
	io.Reader
	io.Closer
}

func (b *cutBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil {
		err = io.EOF
	}
	return n, err
}
