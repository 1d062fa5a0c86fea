package outbound_test

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// content answers with a body of a type; "" leaves the Content-Type out.
func content(code int, contentType, body string) reply {
	return func(*http.Request) (*http.Response, error) {
		h := http.Header{}
		if contentType != "" {
			h.Set("Content-Type", contentType)
		}
		return &http.Response{
			StatusCode: code, Status: strings.TrimSpace(strconv.Itoa(code) + " " + http.StatusText(code)),
			Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header: h, ContentLength: int64(len(body)), Body: io.NopCloser(bytes.NewReader([]byte(body))),
		}, nil
	}
}

func status(code int) reply { return content(code, "", "") }

func text(code int, body string) reply { return content(code, "text/plain", body) }

func jsonBody(body string) reply { return content(200, "application/json", body) }

func fails(err error) reply { return func(*http.Request) (*http.Response, error) { return nil, err } }

func redirect(code int, location string) reply { return status(code).with("Location", location) }

// with adds a field to the answer.
func (r reply) with(name, value string) reply {
	return func(req *http.Request) (*http.Response, error) {
		resp, err := r(req)
		if err == nil {
			resp.Header.Add(name, value)
		}
		return resp, err
	}
}

// body replaces the body of the answer, whose length is then unknown.
func (r reply) body(b io.ReadCloser) reply {
	return func(req *http.Request) (*http.Response, error) {
		resp, err := r(req)
		if err == nil {
			resp.Body, resp.ContentLength = b, -1
		}
		return resp, err
	}
}
