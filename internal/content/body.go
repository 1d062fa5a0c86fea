// Package content encodes request bodies: values, bytes, readers, forms with files.
package content

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/request"
	"example.com/outbound/internal/upload"
)

// Media types.
const (
	TypeJSON = "application/json"
	TypeXML  = "application/xml"
	typeForm = "application/x-www-form-urlencoded"
	typeRaw  = "application/octet-stream"
)

// Body is an encoded request body. Its bytes come from Bytes, or from one of the three
// fields after it.
type Body struct {
	Bytes  []byte
	stream io.Reader      // read once, or a reader that net/http knows
	source *upload.Source // a reader that can seek
	form   *encodedForm   // a form with files
	Kind   string         // media type; "" = no body
}

// ErrNilBody is the error of a body that is a nil pointer.
var ErrNilBody = errors.New("the body is a nil pointer")

// Encode encodes the body of a typed call. A value is encoded by the codec of the
// Content-Type that opts or the defaults set, else as JSON. The caller releases the
// Body after the call; on an error the caller closes body ([Close]).
func Encode(body any, opts *callconfig.Config, defaults http.Header, codecs *codec.Set) (Body, error) {
	switch b := body.(type) {
	case nil:
		return Body{}, nil
	case []byte:
		return Body{Bytes: b, Kind: typeRaw}, nil
	case json.RawMessage:
		return Body{Bytes: b, Kind: TypeJSON}, nil
	case string:
		return Body{Bytes: []byte(b), Kind: typeRaw}, nil
	case url.Values:
		return Body{Bytes: []byte(b.Encode()), Kind: typeForm}, nil
	case *Form:
		if b == nil {
			return Body{}, ErrNilBody
		}
		return formBody(*b)
	case io.Reader:
		return readerBody(b)
	}
	kind := typeOfValue(opts, defaults)
	data, err := codecs.Marshal(kind, body)
	if err != nil {
		return Body{}, fmt.Errorf("encode the body: %w", err)
	}
	return Body{Bytes: data, Kind: kind}, nil
}

// readerBody makes the body of a reader.
func readerBody(r io.Reader) (Body, error) {
	if IsNilReader(r) {
		return Body{}, ErrNilBody
	}
	switch r.(type) {
	case *bytes.Buffer, *bytes.Reader, *strings.Reader: // net/http knows their length
		return Body{stream: r, Kind: typeRaw}, nil
	}
	if source := upload.Of(r); source != nil {
		return Body{source: source, Kind: typeRaw}, nil
	}
	return Body{stream: r, Kind: typeRaw}, nil
}

// Reader returns the reader to make the request with. It is nil for a body that [Body.Put]
// puts on the request, and for no body. Net/http can send it again if it is one of the
// readers of packages bytes and strings.
func (b Body) Reader() io.Reader {
	switch {
	case b.Kind == "" || b.source != nil || b.form != nil:
		return nil
	case b.stream != nil:
		return b.stream
	}
	return bytes.NewReader(b.Bytes)
}

// Put puts the body on req if [Body.Reader] has not. It returns an error if opts give a
// Content-Length that is not the length of the body.
func (b Body) Put(req *http.Request, opts *callconfig.Config) error {
	switch {
	case b.source != nil:
		b.source.Put(req)
	case b.form != nil:
		b.form.put(req)
	}
	if opts == nil || len(opts.Header) == 0 {
		return nil
	}
	return request.HoldLength(req, opts.Lengths())
}

// Release gives up the readers of the body that can seek: each is closed when no attempt
// reads it any more. The caller calls Release when no attempt can begin any more.
func (b Body) Release() {
	b.source.Release()
	b.form.release()
}

// Releasable returns b if it has readers to release, else nil.
func (b Body) Releasable() *Body {
	if b.source == nil && b.form == nil {
		return nil
	}
	out := b // on the heap only here
	return &out
}

// Describe sets the header of a typed call: the fields of its options, and Accept and
// Content-Type unless the options or the defaults set them.
func (b Body) Describe(h http.Header, opts *callconfig.Config, raw bool, defaults ...http.Header) error {
	if opts != nil {
		opts.PutFields(h)
	}
	if !hasField("Accept", h, defaults) {
		if h["Accept"] = acceptJSON; raw {
			h["Accept"] = acceptAny
		}
	}
	if b.form == nil && hasField("Content-Type", h, defaults) {
		return nil
	}
	return b.SetType(h)
}

// SetType sets the Content-Type of h if h has none, or an empty one. A form adds its
// boundary to the Content-Type of h instead, and returns an error if that is not a
// multipart type.
func (b Body) SetType(h http.Header) error {
	switch {
	case b.form != nil:
		return b.form.setType(h)
	case b.Kind != "" && h.Get("Content-Type") == "":
		h["Content-Type"] = []string{b.Kind}
	}
	return nil
}

// hasField reports whether h or one of the defaults has the field.
func hasField(name string, h http.Header, defaults []http.Header) bool {
	for _, d := range defaults {
		if d[name] != nil {
			return true
		}
	}
	return h[name] != nil
}

// The values of Accept. All requests share them, and nothing writes to them.
var (
	acceptJSON = []string{TypeJSON}[:1:1]
	acceptAny  = []string{"*/*"}[:1:1]
)

// IsNilReader reports whether a reader is nil, or a nil pointer.
func IsNilReader(reader io.Reader) bool {
	v := reflect.ValueOf(reader)
	return !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil()
}

// Close closes the readers of a body that is not sent, as net/http closes the body of a
// request that it refuses.
func Close(body any) {
	var files []File
	switch b := body.(type) {
	case *Form:
		if b != nil {
			files = b.Files
		}
	case io.Reader:
		CloseReader(b)
	}
	for _, f := range files {
		CloseReader(f.Body)
	}
}

// CloseReader closes r if it is an io.Closer and no nil pointer.
func CloseReader(r io.Reader) {
	if c, ok := r.(io.Closer); ok && !IsNilReader(r) {
		_ = c.Close()
	}
}

// HasReaders reports whether a body is a reader, or has files.
func HasReaders(body any) bool {
	switch b := body.(type) {
	case io.Reader:
		return true
	case *Form:
		return b != nil && len(b.Files) > 0
	}
	return false
}

// typeOfValue returns the media type by which a value is encoded: the Content-Type of the
// options or of the defaults, or else JSON.
func typeOfValue(opts *callconfig.Config, defaults http.Header) string {
	if opts != nil {
		for _, h := range slices.Backward(opts.Header) {
			if strings.EqualFold(h.Name, "Content-Type") && h.Value != "" {
				return h.Value
			}
		}
	}
	return cmp.Or(defaults.Get("Content-Type"), TypeJSON)
}
