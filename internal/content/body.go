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

// Body is an encoded request body: Bytes, or one of the three fields after it.
type Body struct {
	Bytes  []byte
	stream io.Reader      // read once, or a reader that net/http knows
	source *upload.Source // a reader that can seek
	Form   *encodedForm   // a form with files
	Kind   string         // media type; "" = no body
}

// ErrNilReader is the error of a body that is a nil pointer.
var ErrNilReader = errors.New("the body is a nil pointer")

// Encode encodes the body of a typed call. A value is encoded by the codec of the
// Content-Type that opts or the defaults set, else as JSON. The caller releases the
// Body after the call; on an error it closes body ([Close]).
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
			return Body{}, ErrNilReader
		}
		return formContent(*b)
	case io.Reader:
		return readerContent(b)
	}
	kind := typeOfValue(opts, defaults)
	data, err := codecs.Marshal(kind, body)
	if err != nil {
		return Body{}, fmt.Errorf("encode the body: %w", err)
	}
	return Body{Bytes: data, Kind: kind}, nil
}

func readerContent(r io.Reader) (Body, error) {
	if NoReader(r) {
		return Body{}, ErrNilReader
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

// Reader is the body as net/http takes it, nil for one that [Body.Put] puts on
// the request. Bytes and the readers it knows can be sent again.
func (b Body) Reader() io.Reader {
	switch {
	case b.Kind == "" || b.source != nil || b.Form != nil:
		return nil
	case b.stream != nil:
		return b.stream
	}
	return bytes.NewReader(b.Bytes)
}

// Put completes the body of req, and holds the caller to the length that it has
// given.
func (b Body) Put(req *http.Request, opts *callconfig.Config) error {
	switch {
	case b.source != nil:
		b.source.Put(req)
	case b.Form != nil:
		b.Form.put(req)
	}
	if opts == nil || len(opts.Header) == 0 {
		return nil
	}
	return request.HoldLength(req, opts.Lengths())
}

// Release gives up the readers of the content once no attempt can begin any more.
func (b Body) Release() {
	b.source.Release()
	b.Form.release()
}

// Files is c if it has readers to release, else nil.
func (b Body) Files() *Body {
	if b.source == nil && b.Form == nil {
		return nil
	}
	out := b // on the heap only here
	return &out
}

// Describe sets the header of a typed call: the fields of its options, and where
// neither they nor the defaults say it, what the body is and what is wanted.
func (b Body) Describe(h http.Header, opts *callconfig.Config, raw bool, defaults ...http.Header) error {
	if opts != nil {
		opts.PutFields(h)
	}
	if !hasField("Accept", h, defaults) {
		if h["Accept"] = acceptJSON; raw {
			h["Accept"] = acceptAny
		}
	}
	switch {
	case b.Form != nil:
		return b.Form.Describe(h)
	case b.Kind != "" && !hasField("Content-Type", h, defaults):
		h["Content-Type"] = []string{b.Kind}
	}
	return nil
}

func hasField(name string, h http.Header, defaults []http.Header) bool {
	for _, d := range defaults {
		if d[name] != nil {
			return true
		}
	}
	return h[name] != nil
}

// What a typed call asks for. They are shared by all requests and never written
// through.
var (
	acceptJSON = []string{TypeJSON}[:1:1]
	acceptAny  = []string{"*/*"}[:1:1]
)

// NoReader reports whether a reader is nil, or a nil pointer.
func NoReader(reader io.Reader) bool {
	v := reflect.ValueOf(reader)
	return !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil()
}

// Close closes the readers of a body that is not sent, as net/http does with
// the body of a request that it refuses.
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
	if c, ok := r.(io.Closer); ok && !NoReader(r) {
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

// typeOfValue is the type of a value that is sent: the caller's, or JSON.
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
