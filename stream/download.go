package stream

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/atomicfile"
	"example.com/outbound/internal/callconfig"
)

// Download writes the content of path to w, of any size. Where it breaks off, the
// rest is asked for, as [outbound.Resume] says; what has been written is a prefix
// of the content in every case. Progress is told by [outbound.Progress].
//
// The error is that of the call, of the body, or of w, which stops it.
func Download(ctx context.Context, c *outbound.Client, path string, w io.Writer, opts ...outbound.CallOption) (outbound.ResponseMeta, error) {
	var sends atomic.Int64
	begun := time.Now()
	resp, err := get(ctx, c, path, append(opts[:len(opts):len(opts)], outbound.Resume(), func(c *callconfig.Config) { c.Sends = &sends }))
	if err != nil {
		var meta outbound.ResponseMeta
		if e, ok := errors.AsType[*outbound.HTTPError](err); ok {
			meta = outbound.ResponseMeta{StatusCode: e.StatusCode, Header: e.Header, Attempts: e.Attempts, Elapsed: e.Elapsed}
		}
		return meta, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(w, resp.Body)
	_ = resp.Body.Close() // where w has failed it ends the call here
	return outbound.ResponseMeta{
		StatusCode: resp.StatusCode, Header: resp.Header.Clone(), Attempts: int(sends.Load()), Elapsed: time.Since(begun),
		URL: resp.Request.URL, Proto: resp.Proto, Trailer: resp.Trailer,
	}, err
}

// DownloadFile makes name a file with the content of path, whole or not at all: it
// is written beside it and takes its place at the end. The mode of an old file is
// kept, a link is followed. On any failure, a full disk included, the old file is
// what it was, and nothing else is left.
func DownloadFile(ctx context.Context, c *outbound.Client, path, name string, opts ...outbound.CallOption) (outbound.ResponseMeta, error) {
	f, err := atomicfile.Create(name)
	if err != nil {
		return outbound.ResponseMeta{}, err
	}
	defer f.Discard()
	meta, err := Download(ctx, c, path, f, opts...)
	if err != nil {
		return meta, err
	}
	if meta.StatusCode == http.StatusPartialContent {
		return meta, &outbound.HTTPError{
			Kind: httperror.Body, StatusCode: meta.StatusCode, Delivery: httperror.Answered, Attempts: meta.Attempts,
			Err: errors.New("the server has sent a part of the content only"),
		}
	}
	return meta, f.Commit()
}
