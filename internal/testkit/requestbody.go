package testkit

import (
	"context"
	"fmt"
	"io"
	"net/http"
)

// readBody reads and closes the body of req. It ends with the context: it closes
// the body then and leaves the Read behind, as net/http does.
func readBody(req *http.Request) (data []byte, err error) {
	if req.Body == nil {
		return nil, nil
	}
	defer closeBody(req)
	ctx := req.Context()
	if ctx.Done() == nil || req.Body == http.NoBody {
		data, err = io.ReadAll(req.Body)
	} else {
		body, read := req.Body, make(chan struct{})
		var whole []byte
		var failed error
		go func() {
			whole, failed = io.ReadAll(body)
			close(read)
		}()
		select {
		case <-read:
			data, err = whole, failed
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	if err == nil && req.ContentLength > 0 && int64(len(data)) != req.ContentLength {
		err = fmt.Errorf("http: ContentLength=%d with Body length %d", req.ContentLength, len(data))
	}
	return data, err
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}
