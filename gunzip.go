package outbound

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
)

// gunzip decodes a body that net/http has left encoded because the caller has set
// Accept-Encoding, and takes the fields of the coding away, as net/http does.
// Resty would decode it too, without a bound and with errors that have no kind.
func gunzip(resp *http.Response) {
	if !strings.EqualFold(resp.Header.Get("Content-Encoding"), "gzip") || resp.ContentLength == 0 || bodiless(resp) {
		return
	}
	resp.Header = resp.Header.Clone()
	resp.Header.Del("Content-Encoding")
	resp.Header.Del("Content-Length")
	resp.ContentLength, resp.Uncompressed = -1, true
	resp.Body = &unzipped{body: resp.Body}
}

// unzipped reads the head of the coding at the first Read.
type unzipped struct {
	body io.ReadCloser
	zip  *gzip.Reader
	err  error // of the head
}

func (u *unzipped) Read(p []byte) (int, error) {
	if u.zip == nil && u.err == nil {
		u.zip, u.err = gzip.NewReader(u.body)
	}
	if u.err != nil {
		return 0, u.err
	}
	return u.zip.Read(p)
}

func (u *unzipped) Close() error { return u.body.Close() }
