package callconfig

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/request"
)

// CheckFor reports options that do not fit the entry point or the request.
func (o *Config) CheckFor(record *call.Call, req *http.Request) error {
	byDo := record.EndsAtEntry() && !record.ReadsWhole() && record.Fence == nil
	switch isGet := req.Method == "" || strings.EqualFold(req.Method, http.MethodGet); {
	case o.Method != "" && !byDo:
		return errMethodOption
	case o.Resume && !(byDo && isGet):
		return errResumeOption
	}
	return o.Check()
}

// Check reports what cannot be sent.
func (o *Config) Check() error {
	if len(o.Problems) > 0 {
		return errors.Join(o.Problems...)
	}
	for _, f := range o.Header {
		if err := request.CheckField(f.Name, f.Value); err != nil {
			return err
		}
	}
	return o.CheckParams()
}

// CheckParams reports values that would name another resource, or smuggle a
// line into the request.
func (o *Config) CheckParams() error {
	for _, p := range o.Params {
		if err := CheckParam(p.Name, p.Value); err != nil {
			return err
		}
	}
	for _, q := range o.Query {
		if HasLineEnd(q.Name + q.Value) {
			return fmt.Errorf("Query(%q): the value has a control character", q.Name)
		}
	}
	return nil
}

// CheckParam reports a path parameter that would name another resource.
func CheckParam(name, value string) error {
	switch {
	case value == "" || value == "." || value == "..":
		return fmt.Errorf("PathParam(%q): empty or a dot segment", name)
	case HasLineEnd(value):
		return fmt.Errorf("PathParam(%q): the value has a control character", name)
	}
	return nil
}

// HasLineEnd reports whether s would begin another line of a request.
func HasLineEnd(s string) bool { return strings.ContainsAny(s, "\r\n\x00") }

var (
	errMethodOption = errors.New("Method is an option of Do and of package stream")
	errResumeOption = errors.New("Resume is an option of Do and of package stream, for a GET")
)
