package callconfig

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/request"
)

// CheckFor returns an error for options that do not fit the entry point or the request,
// and the error of [Config.Check].
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

// Check returns the problems of the options, and an error for a value that cannot be
// sent.
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

// CheckParams returns an error for a path parameter that would name another resource,
// and for a path or query parameter that would begin another line of the request.
func (o *Config) CheckParams() error {
	for _, p := range o.Params {
		if err := CheckParam(p.Name, p.Value); err != nil {
			return err
		}
	}
	for _, q := range o.Query {
		if HasLineEndOrNUL(q.Name + q.Value) {
			return fmt.Errorf("Query(%q): the value has a control character", q.Name)
		}
	}
	return nil
}

// CheckParam returns an error for a path parameter that would name another resource, or
// would begin another line of the request.
func CheckParam(name, value string) error {
	switch {
	case value == "" || value == "." || value == "..":
		return fmt.Errorf("PathParam(%q): empty or a dot segment", name)
	case HasLineEndOrNUL(value):
		return fmt.Errorf("PathParam(%q): the value has a control character", name)
	}
	return nil
}

// HasLineEndOrNUL reports whether s has a character that would end a line of a request,
// or that some servers take for the end of a text.
func HasLineEndOrNUL(s string) bool { return strings.ContainsAny(s, "\r\n\x00") }

// IsTarget reports whether v is a pointer into which a value can be decoded.
func IsTarget(v any) bool {
	p := reflect.ValueOf(v)
	return p.Kind() == reflect.Pointer && !p.IsNil()
}

var (
	errMethodOption = errors.New("Method is an option of Do and of package stream")
	errResumeOption = errors.New("Resume is an option of Do and of package stream, for a GET")
)
