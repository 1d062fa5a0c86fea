package restyadapter

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/atomicfile"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/engine"
	"example.com/outbound/internal/redact"
)

// takeBody notes whether the caller wants the body unread or in a file. For a file it
// switches SetDoNotParseResponse off, so that resty calls save. A file that cannot be
// written is an error before the request is sent.
func (x *execution) takeBody(rc *resty.Client) error {
	r := x.r
	x.unparsed = *requestUnparsed.of(r) || *clientUnparsed.of(rc)
	if !*requestSaved.of(r) {
		return nil
	}
	x.output = *requestOutput.of(r)
	if dir := *clientDirectory.of(rc); dir != "" && !filepath.IsAbs(x.output) {
		x.output = filepath.Join(dir, x.output)
	}
	x.output = filepath.Clean(x.output)
	*requestUnparsed.of(r), *clientUnparsed.of(rc) = false, false
	return redact.Error(checkOutput(x.output))
}

var errIsDirectory = errors.New("it is a directory")

// checkOutput returns an error if no file of that name can be made, because name is a
// directory, or an element of its path is not a directory.
func checkOutput(name string) error {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return &fs.PathError{Op: "SetOutput", Path: name, Err: errIsDirectory}
	}
	for dir := filepath.Dir(name); ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		switch {
		case err == nil && info.IsDir():
			return nil
		case err == nil:
			return &fs.PathError{Op: "SetOutput", Path: name, Err: errors.New("its directory is a file")}
		case !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir):
			return err
		}
	}
}

// save replaces the function of resty that writes the file of SetOutput. The file gets
// the whole body of an answer, or is not written. The body of an error status is read into
// memory up to the limit, as it is without SetOutput.
func (a *adapter) save(_ *resty.Client, resp *resty.Response) error {
	x := executionOf(resp.Request)
	raw := resp.RawResponse
	switch {
	case x == nil || raw == nil:
		return nil
	case x.deliversUnread:
		return engine.ResponseError(x.call, raw, x.call.KindOf(raw), nil)
	case x.output == "":
		return nil
	}
	defer raw.Body.Close()
	if x.call.KindOf(raw) != "" {
		a.DecodeKnown(raw)
		boundBody(x.call, raw, a.MaxResponse)
		data, err := io.ReadAll(raw.Body)
		resp.SetBody(data)
		*responseSize.of(resp) = int64(len(data))
		return err
	}
	if !hasContent(raw, x.call.Allowed(raw.StatusCode)) {
		return nil
	}
	n, err := writeFile(x.output, raw.Body)
	*responseSize.of(resp), x.call.Bytes = n, n
	if err == nil {
		return nil
	}
	kind := httperror.Unknown
	if e, ok := errors.AsType[*httperror.Error](err); ok { // reading the body has failed
		kind, err = e.Kind, e.Err
	}
	e := engine.ResponseError(x.call, raw, kind, nil)
	e.Err = redact.Error(err)
	return e
}

// hasContent reports whether a response has the content that was asked for: it may have a
// body, and its status is a success or allowed.
func hasContent(resp *http.Response, allowed bool) bool {
	return !codec.Bodiless(resp) && (resp.StatusCode >= http.StatusOK && resp.StatusCode < http.StatusMultipleChoices || allowed)
}

// writeFile writes body to the file of that name, whole or not at all. It makes the
// directory of the file, as resty does, and returns the number of bytes.
func writeFile(name string, body io.Reader) (n int64, err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return 0, err
	}
	err = atomicfile.Write(name, func(w io.Writer) error {
		n, err = io.Copy(w, body)
		return err
	})
	return n, err
}
