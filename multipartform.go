package outbound

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/upload"
)

// form is a [Multipart] that is being sent.
type form struct {
	boundary string
	pieces   []piece
	size     int64 // -1: not known
	once     bool  // a reader cannot be read again
}

// piece is a part of a form, or the text between two parts. One field is set.
type piece struct {
	text   string
	source *upload.Source
	once   io.ReadCloser
}

// formContent prepares m. Without an error its files are closed by release.
func formContent(m Multipart) (content, error) {
	f := &form{boundary: rand.Text()}
	for _, name := range slices.Sorted(maps.Keys(m.Fields)) {
		for _, value := range m.Fields[name] {
			head, err := partHeader(name, "", "")
			if err != nil {
				return content{}, err
			}
			f.text("--" + f.boundary + "\r\n" + head + value + "\r\n")
		}
	}
	for _, file := range m.Files {
		if err := f.file(file); err != nil {
			return content{}, err
		}
	}
	f.text("--" + f.boundary + "--\r\n")
	return content{form: f, kind: "multipart/form-data"}, nil
}

func (f *form) text(s string) { f.add(piece{text: s}, int64(len(s))) }

// add adds a piece of size bytes, -1 if that is not known.
func (f *form) add(p piece, size int64) {
	f.pieces = append(f.pieces, p)
	if f.size < 0 || size < 0 {
		f.size = -1
	} else {
		f.size += size
	}
}

func (f *form) file(file File) error {
	if noReader(file.Body) {
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
func (f *form) put(req *http.Request) {
	req.Body, req.ContentLength = f.open(), f.size
	if !f.once {
		req.GetBody = func() (io.ReadCloser, error) { return f.open(), nil }
	}
}

// open returns the form from its start. A reader that cannot be read again is read
// by the first.
func (f *form) open() io.ReadCloser {
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

// release gives up the files that can seek; the others are closed with the body.
func (f *form) release() {
	if f == nil {
		return
	}
	for _, p := range f.pieces {
		p.source.Release()
	}
}

// openForm is a form on its way.
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

// exactly is the Body of a file that cannot seek, which must have the Size that it
// claims.
func exactly(file File) io.ReadCloser {
	return upload.Exactly(&unread{file.Body}, file.Size, func(has int64) error {
		return &HTTPError{Kind: httperror.Request, Err: wrongSize(file, has)}
	})
}

// unread is a reader that cannot seek. It is closed if it can be closed.
type unread struct{ io.Reader }

func (u *unread) Close() error {
	closeReader(u.Reader)
	return nil
}

func wrongSize(file File, has int64) error {
	return fmt.Errorf("the Size of the file for %q is %d, and its Body has %d bytes", file.Field, file.Size, has)
}
