package restyadapter

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/go-resty/resty/v2"
	"golang.org/x/net/http/httpguts"

	"example.com/outbound/internal/content"
	"example.com/outbound/internal/request"
)

// replayed keeps the body of a request of Client.R that comes from a reader, from parts
// or from a codec, so that the request can be executed again.
type replayed struct {
	reader  *bytes.Reader       // in the place of the caller's reader
	bytes   []byte              // the content of that reader
	offsets map[io.Reader]int64 // where the readers of a multipart body begin
	value   any                 // the body before a codec encoded it, nil without one
}

var (
	errNoBody   = errors.New("resty sends no body with this verb: use Do, or a typed call")
	errSaveAs   = errors.New("SetOutput leaves nothing for SetResult: use one of them")
	errReadOnce = errors.New("a reader of a multipart body cannot be read again: execute a new request")
	errNilPart  = errors.New("a part of the multipart body has no reader")
	errPartName = errors.New("the name or the type of a multipart part has a character that none may have")
)

// prepareBody checks the body of r. It reads a reader into memory: resty would do so too,
// but send no body when the request is executed again.
func (f *fence) prepareBody(rc *resty.Client, r *resty.Request) error {
	if *requestSaved.of(r) && r.Result != nil {
		return errSaveAs
	}
	if f.typed && f.r == r {
		return nil
	}
	if r.Body != nil && r.Body != http.NoBody || len(r.FormData) > 0 {
		switch r.Method {
		case http.MethodHead, http.MethodOptions:
			return errNoBody
		case http.MethodGet: // the other entry points send a body with GET too
			rc.AllowGetMethodPayload = true
		}
	}
	if v := reflect.ValueOf(r.Body); v.Kind() == reflect.Pointer && v.IsNil() {
		return content.ErrNilBody
	}
	if *requestMultipart.of(r) {
		return f.bodyOf(r).prepareParts(r)
	}
	reader, ok := r.Body.(io.Reader)
	if !ok || reader == http.NoBody {
		if d := f.details.Load(); d != nil {
			d.bodies.Delete(r)
		}
		return f.encodeValue(r)
	}
	return f.bodyOf(r).read(r, reader)
}

// bodyOf returns the kept body of r. It makes an empty one for the first execution.
func (f *fence) bodyOf(r *resty.Request) *replayed {
	b, _ := f.ensureDetails().bodies.LoadOrStore(r, new(replayed))
	return b.(*replayed)
}

// read reads reader into memory, and makes the body of r a reader of these bytes.
func (b *replayed) read(r *resty.Request, reader io.Reader) (err error) {
	if old, ok := reader.(*bytes.Reader); !ok || old != b.reader {
		if b.bytes, err = io.ReadAll(reader); err != nil {
			return err // notSent closes the reader
		}
		content.CloseReader(reader)
	}
	b.reader = bytes.NewReader(b.bytes)
	r.Body = b.reader
	return nil
}

// restore sets the body of r again: resty removes a reader when it has read it, and a
// codec has put bytes in the place of a value.
func (b *replayed) restore(r *resty.Request) {
	if b.value != nil {
		r.Body = b.value
	}
	if b.reader != nil && r.Body == nil {
		r.Body = b.reader
	}
}

// prepareParts checks the parts of a multipart body, and rewinds their readers.
func (b *replayed) prepareParts(r *resty.Request) error {
	for name, values := range r.FormData {
		if !partText(name) || strings.HasPrefix(name, "@") && !partText(filepath.Base(strings.Join(values, ""))) {
			return errPartName
		}
	}
	var readers []io.Reader
	for _, f := range *requestFiles.of(r) {
		if f == nil || content.IsNilReader(f.Reader) {
			return errNilPart
		}
		if !partName(f.ParamName) || !partText(f.Name) {
			return errPartName
		}
		readers = append(readers, f.Reader)
	}
	for _, p := range *requestParts.of(r) {
		if p == nil || content.IsNilReader(p.Reader) {
			return errNilPart
		}
		if !partName(p.Param) || !partText(p.FileName) || !httpguts.ValidHeaderFieldValue(p.ContentType) {
			return errPartName
		}
		readers = append(readers, p.Reader)
	}
	return b.rewind(readers)
}

// rewind seeks each reader to where it began in the first execution.
func (b *replayed) rewind(readers []io.Reader) error {
	for _, reader := range readers {
		if !reflect.TypeOf(reader).Comparable() {
			continue
		}
		at, again := b.offsets[reader]
		seeker, ok := reader.(io.Seeker)
		switch {
		case again && !ok:
			return errReadOnce
		case again:
			if _, err := seeker.Seek(at, io.SeekStart); err != nil {
				return fmt.Errorf("%w: %w", errReadOnce, err)
			}
			continue
		case ok:
			at, _ = seeker.Seek(0, io.SeekCurrent)
		}
		if b.offsets == nil {
			b.offsets = map[io.Reader]int64{}
		}
		b.offsets[reader] = at
	}
	return nil
}

// partText reports whether s has no control character. It can then be the name of a
// file, or of a part whose name package mime/multipart escapes.
func partText(s string) bool { return !request.HasControl(s) }

// partName reports whether s can be the name of a part, which resty writes without
// escaping.
func partName(s string) bool { return partText(s) && !strings.Contains(s, `"`) }

// encodeValue encodes the body of r if its Content-Type has a codec of WithCodec: resty
// encodes JSON and XML only.
func (f *fence) encodeValue(r *resty.Request) error {
	mediaType := cmp.Or(r.Header.Get("Content-Type"), f.Header.Get("Content-Type"))
	if r.Body == nil || r.Body == http.NoBody || !f.Codecs.Has(mediaType) {
		return nil
	}
	switch r.Body.(type) {
	case []byte, string:
		return nil
	}
	data, err := f.Codecs.Marshal(mediaType, r.Body)
	if err != nil {
		return fmt.Errorf("encode the body: %w", err)
	}
	f.bodyOf(r).value, r.Body = r.Body, data
	return nil
}
