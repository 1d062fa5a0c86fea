package outbound

import (
	"fmt"
	"io"
	"net/http"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/upload"
)

// Progress tells f how many bytes of a body have gone, and of how many, -1 if that
// is not known: of the request body while it is sent, then of the response body
// while it is read. It is called from the goroutine that reads, for every part; an
// attempt that is sent again begins anew.
func Progress(f func(done, total int64)) CallOption {
	return func(c *callConfig) { c.progress = f }
}

// Spill keeps a request body that can be read once for another attempt: up to
// [SpillMemory] bytes in memory, more in a file without a name in dir ("" is the
// system's), at most max bytes. A longer body is sent once. The call closes the
// body at its end.
func Spill(dir string, max int64) CallOption {
	return func(c *callConfig) {
		if max <= 0 {
			c.problems = append(c.problems, fmt.Errorf("Spill: a bound of %d bytes keeps nothing", max))
		}
		c.spill, c.spillDir = max, dir
	}
}

// SpillMemory is how much of a body [Spill] keeps in memory.
const SpillMemory = upload.SpillMemory

// transfer puts [Spill] and [Progress] on the request of a hop.
func (o *callConfig) transfer(record *call.Call, req *http.Request) *http.Request {
	if req.Body == nil || req.Body == http.NoBody || o.spill <= 0 && o.progress == nil {
		return req
	}
	req = call.Writable(req)
	if o.spill > 0 && req.GetBody == nil {
		s := upload.NewSpill(req.Body, o.spillDir, o.spill)
		record.AtEnd(s.Release)
		s.Put(req)
	}
	if o.progress != nil {
		total, get := req.ContentLength, req.GetBody
		if total <= 0 {
			total = -1
		}
		req.Body = &counted{req.Body, o.progress, 0, total}
		if get != nil {
			req.GetBody = func() (io.ReadCloser, error) {
				body, err := get()
				if err != nil {
					return nil, err
				}
				return &counted{body, o.progress, 0, total}, nil
			}
		}
	}
	return req
}

// counted tells of every part that is read.
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

// receive puts [Progress] on the body of an answer.
func receive(record *call.Call, resp *http.Response) {
	if o := optionsOf(record); o != nil && o.progress != nil && !o.resume {
		resp.Body = &counted{resp.Body, o.progress, 0, resp.ContentLength}
	}
}
