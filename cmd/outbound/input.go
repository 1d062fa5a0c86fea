package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
)

// inMemory is the size, in bytes, up to which a file is read into memory before it is
// sent. A larger file is read while it is sent.
const inMemory = 1 << 20

// body returns the request body that -d names, nil without -d.
func (t *target) body(in *os.File) (io.ReadSeeker, error) {
	if t.Data == nil {
		return nil, nil
	}
	name, isFile := strings.CutPrefix(*t.Data, "@")
	if !isFile {
		return strings.NewReader(*t.Data), nil
	}
	if name != "-" {
		var err error
		if in, err = os.Open(name); err != nil {
			return nil, readError{err}
		}
	}
	if info, err := in.Stat(); err == nil && info.Mode().IsRegular() && info.Size() > inMemory {
		return in, nil
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, readError{err}
	}
	return bytes.NewReader(data), nil
}

// header returns the fields of -H. A body without a Content-Type is sent as JSON if
// it is well formed, else as text.
func (t *target) header(body io.ReadSeeker) (http.Header, error) {
	h, err := t.fields()
	if err != nil || body == nil || h.Get("Content-Type") != "" {
		return h, err
	}
	h.Set("Content-Type", "text/plain; charset=utf-8")
	begin, err := body.Seek(0, io.SeekCurrent)
	if err == nil && isJSON(body) {
		h.Set("Content-Type", "application/json")
	}
	if err == nil {
		_, err = body.Seek(begin, io.SeekStart)
	}
	if err != nil {
		return nil, readError{err}
	}
	return h, nil
}

// isJSON reports whether r has one JSON value, of any length.
func isJSON(r io.Reader) bool {
	d := json.NewDecoder(r)
	d.UseNumber() // a number of any size is JSON
	for depth, values := 0, 0; ; {
		token, err := d.Token()
		if err != nil {
			return err == io.EOF && depth == 0 && values == 1
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			values++
		}
	}
}
