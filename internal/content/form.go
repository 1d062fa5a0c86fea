package content

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/request"
	"example.com/outbound/internal/upload"
)

// Form is the body of a form with files, as the caller gives it.
type Form struct {
	Fields url.Values
	Files  []File
}

// File is a part of a form whose content is that of a reader.
type File struct {
	Field, Name, ContentType string
	Body                     io.Reader
	Size                     int64 // of Body in bytes; 0: not given
}

// encodedForm is a [Form] that is being sent.
type encodedForm struct {
	boundary string
	pieces   []piece
	size     int64 // -1: not known
	once     bool  // a reader cannot be read again
}

// piece is the content of a file, or the text before, between and after files. Exactly one
// field is set.
type piece struct {
	text   string
	source *upload.Source
	once   io.ReadCloser
}

// formBody makes the body of m. If it returns no error, the caller calls [Body.Release];
// on an error the caller closes the files ([Close]).
func formBody(m Form) (Body, error) {
	f := &encodedForm{boundary: rand.Text()}
	for _, name := range slices.Sorted(maps.Keys(m.Fields)) {
		for _, value := range m.Fields[name] {
			head, err := partHeader(name, "", "")
			if err != nil {
				return Body{}, err
			}
			f.text("--" + f.boundary + "\r\n" + head + value + "\r\n")
		}
	}
	for _, file := range m.Files {
		if err := f.file(file); err != nil {
			return Body{}, err
		}
	}
	f.text("--" + f.boundary + "--\r\n")
	return Body{form: f, Kind: "multipart/form-data"}, nil
}

func (f *encodedForm) text(s string) { f.add(piece{text: s}, int64(len(s))) }

// add adds a piece of size bytes, -1 if that is not known.
func (f *encodedForm) add(p piece, size int64) {
	f.pieces = append(f.pieces, p)
	if f.size < 0 || size < 0 {
		f.size = -1
	} else {
		f.size += size
	}
}

func (f *encodedForm) file(file File) error {
	if IsNilReader(file.Body) {
		return fmt.Errorf("the file for %q has no Body", file.Field)
	}
	if file.ContentType == "" {
		file.ContentType = typeRaw
	}
	head, err := partHeader(file.Field, file.Name, file.ContentType)
	if err != nil {
		return err
	}
	f.text("--" + f.boundary + "\r\n" + head)
	body := file.Body
	if b, is := body.(*bytes.Buffer); is {
		body = bytes.NewReader(b.Bytes())
	}
	source := upload.Of(body)
	left, known := body.(interface{ Len() int })
	switch {
	case source != nil && file.Size != 0 && file.Size != source.Size():
		return wrongSize(file, source.Size())
	case source != nil:
		f.add(piece{source: source}, source.Size())
	case known && left.Len() == 0 && file.Size != 0, file.Size < 0:
		return wrongSize(file, 0)
	case known && left.Len() == 0:
	case file.Size > 0:
		f.once = true
		f.add(piece{once: exactly(file)}, file.Size)
	default:
		f.once = true
		f.add(piece{once: &unread{file.Body}}, -1)
	}
	f.text("\r\n")
	return nil
}

// put makes the form the body of req.
func (f *encodedForm) put(req *http.Request) {
	req.Body, req.ContentLength = f.open(), f.size
	if !f.once {
		req.GetBody = func() (io.ReadCloser, error) { return f.open(), nil }
	}
}

// open returns a reader of the form from its start. Files that cannot seek are read by
// the first such reader only.
func (f *encodedForm) open() io.ReadCloser {
	opened := &openForm{}
	readers := make([]io.Reader, len(f.pieces))
	for i, p := range f.pieces {
		body := p.once
		if p.source != nil {
			body = p.source.Open()
		}
		if body == nil {
			readers[i] = strings.NewReader(p.text)
			continue
		}
		readers[i], opened.bodies = body, append(opened.bodies, body)
	}
	opened.Reader = io.MultiReader(readers...)
	return opened
}

// release gives up the files that can seek: see [Body.Release]. The other files are
// closed with the body of the request.
func (f *encodedForm) release() {
	if f == nil {
		return
	}
	for _, p := range f.pieces {
		p.source.Release()
	}
}

// openForm is the body of one request, made of a form.
type openForm struct {
	io.Reader
	bodies []io.Closer
}

func (o *openForm) Close() error {
	for _, b := range o.bodies {
		_ = b.Close()
	}
	return nil
}

// exactly returns the Body of a file that cannot seek. Reading it fails if the Body does
// not have as many bytes as the Size of the file says.
func exactly(file File) io.ReadCloser {
	return upload.Exactly(&unread{file.Body}, file.Size, func(has int64) error {
		return &httperror.Error{Kind: httperror.Request, Err: wrongSize(file, has)}
	})
}

// unread gives a reader that cannot seek a Close, which closes the reader if that is an
// io.Closer.
type unread struct{ io.Reader }

func (u *unread) Close() error {
	CloseReader(u.Reader)
	return nil
}

func wrongSize(file File, has int64) error {
	return fmt.Errorf("the Size of the file for %q is %d, and its Body has %d bytes", file.Field, file.Size, has)
}

var (
	errNoPartName = errors.New("a part of a Multipart has no name")
	errPartText   = errors.New("a name in a Multipart has a control character")
)

// partHeader returns the header of a part. Line ends and quotes of a name are escaped
// as browsers do (WHATWG HTML, multipart/form-data encoding algorithm).
func partHeader(field, file, contentType string) (string, error) {
	if field == "" {
		return "", errNoPartName
	}
	var b strings.Builder
	b.WriteString(`Content-Disposition: form-data; name="` + escapeName.Replace(field) + `"`)
	if file != "" {
		b.WriteString(`; filename="` + escapeName.Replace(file) + `"`)
	}
	if contentType != "" {
		if _, _, err := mime.ParseMediaType(contentType); err != nil || !httpguts.ValidHeaderFieldValue(contentType) {
			return "", fmt.Errorf("the ContentType of the file for %q is no media type", field)
		}
		b.WriteString("\r\nContent-Type: " + contentType)
	}
	b.WriteString("\r\n\r\n")
	if request.HasControl(escapeName.Replace(field + file)) {
		return "", errPartText
	}
	return b.String(), nil
}

var escapeName = strings.NewReplacer("\r", "%0D", "\n", "%0A", `"`, "%22")

// setType sets the Content-Type of a form: multipart/form-data, or the multipart type that
// h has, with the boundary.
func (f *encodedForm) setType(h http.Header) error {
	kind := "multipart/form-data"
	if own, has := h["Content-Type"]; has {
		mt, params, err := mime.ParseMediaType(strings.Join(own, ","))
		if _, bounded := params["boundary"]; err != nil || !strings.HasPrefix(mt, "multipart/") || bounded {
			return errors.New("the Content-Type of a Multipart is a multipart type whose boundary is its own")
		}
		kind = strings.TrimRight(own[0], "; \t")
	}
	h["Content-Type"] = []string{kind + "; boundary=" + f.boundary}
	return nil
}
