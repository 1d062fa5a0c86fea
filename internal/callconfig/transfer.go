package callconfig

import (
	"io"
	"net/http"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/upload"
)

// Transfer applies Spill and Progress to the body of a hop's request.
func (o *Config) Transfer(record *call.Call, req *http.Request) *http.Request {
	if req.Body == nil || req.Body == http.NoBody || o.Spill <= 0 && o.Progress == nil {
		return req
	}
	req = call.Writable(req)
	if o.Spill > 0 && req.GetBody == nil {
		s := upload.NewSpill(req.Body, o.SpillDir, o.Spill)
		record.AtEnd(s.Release)
		s.Put(req)
	}
	if o.Progress != nil {
		total, get := req.ContentLength, req.GetBody
		if total <= 0 {
			total = -1
		}
		req.Body = Count(req.Body, o.Progress, 0, total)
		if get != nil {
			req.GetBody = func() (io.ReadCloser, error) {
				body, err := get()
				if err != nil {
					return nil, err
				}
				return Count(body, o.Progress, 0, total), nil
			}
		}
	}
	return req
}

// Count returns a reader of body that calls tell after every read, with the number of
// bytes read so far and total. done is the number of bytes that were read before.
func Count(body io.ReadCloser, tell func(done, total int64), done, total int64) io.ReadCloser {
	return &counted{body, tell, done, total}
}

type counted struct {
	io.ReadCloser
	tell        func(done, total int64)
	done, total int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	if n > 0 {
		c.done += int64(n)
		c.tell(c.done, c.total)
	}
	return n, err
}

// CountResponse applies Progress to the body of a response. With Resume the engine counts
// the body that it continues instead.
func CountResponse(record *call.Call, resp *http.Response) {
	if o := Of(record); o != nil && o.Progress != nil && !o.Resume {
		resp.Body = Count(resp.Body, o.Progress, 0, resp.ContentLength)
	}
}
