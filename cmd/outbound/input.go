package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

// body returns the body that -d asks for, or nil without -d.
func (r *request) body(in io.Reader) ([]byte, error) {
	if r.Data == nil {
		return nil, nil
	}
	name, isFile := strings.CutPrefix(*r.Data, "@")
	if !isFile {
		return []byte(*r.Data), nil
	}
	var data []byte
	var err error
	if name == "-" {
		data, err = io.ReadAll(in)
	} else {
		data, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, readError{err}
	}
	return append([]byte{}, data...), nil // an empty file is a body too
}

// header returns the fields of -H. A body without a Content-Type is sent as JSON if
// it is well formed, else as text.
func (r *request) header(body []byte) (http.Header, error) {
	h := http.Header{}
	for _, line := range r.Header {
		name, value, ok := strings.Cut(line, ":")
		if !ok || strings.TrimSpace(name) == "" {
			return nil, usageError{fmt.Errorf("-H %q is not of the form 'Name: value'", name)}
		}
		h.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	if body != nil && h.Get("Content-Type") == "" {
		h.Set("Content-Type", "text/plain; charset=utf-8")
		if json.Valid(body) {
			h.Set("Content-Type", "application/json")
		}
	}
	return h, nil
}
