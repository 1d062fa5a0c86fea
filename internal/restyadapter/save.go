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

// takeBody notes what the caller wants of the body, and makes resty leave it
// alone where it goes to a file. A file that cannot be written is found before
// the request is sent.
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

// checkOutput reports why no file of that name can be made: it is a directory, or
// one of the directories on the way is none.
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

// save is in the place of resty's own function that writes the file of SetOutput:
// an answer goes to the file, whole, and nothing else does. The body of an error
// is read, as it is without SetOutput, up to the bound of a buffered body.
func (c *adapter) save(_ *resty.Client, resp *resty.Response) error {
	x := executionOf(resp.Request)
	raw := resp.RawResponse
	switch {
	case x == nil || raw == nil:
		return nil
	case x.refused:
		return engine.ResponseError(x.call, raw, x.call.KindOf(raw), nil)
	case x.output == "":
		return nil
	}
	defer raw.Body.Close()
	if x.call.KindOf(raw) != "" {
		c.DecodeKnown(raw)
		boundBody(x.call, raw, c.MaxResponse)
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
	if e, ok := errors.AsType[*httperror.Error](err); ok { // of the body
		kind, err = e.Kind, e.Err
	}
	e := engine.ResponseError(x.call, raw, kind, nil)
	e.Err = redact.Error(err)
	return e
}

// hasContent reports whether a response has the content that was asked for: it is
// a success that may have a body, or of a status that the call allows.
func hasContent(resp *http.Response, allowed bool) bool {
	return !codec.Bodiless(resp) && (resp.StatusCode >= http.StatusOK && resp.StatusCode < http.StatusMultipleChoices || allowed)
}

// writeFile makes the file of that name, and its directory as resty does, from
// body: all of it or nothing.
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
