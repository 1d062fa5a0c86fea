package auth

import (
	"errors"
	"fmt"
	"reflect"
)

// Validator is a [Scheme] that can tell before its first request that it would
// fail every one: its credentials are empty, say. outbound.New asks it.
type Validator interface {
	// Validate returns what is wrong, nil if nothing is. Its text shows no secret.
	Validate() error
}

var (
	errNilScheme = errors.New("the scheme is nil")
	errNilFunc   = errors.New("the function is nil")
	errNilSource = errors.New("the token source is nil")
)

// Validate returns why s would fail every request, nil if that is not known.
func Validate(s Scheme) error {
	if v := reflect.ValueOf(s); s == nil || v.Kind() == reflect.Pointer && v.IsNil() {
		return errNilScheme
	}
	if v, ok := s.(Validator); ok {
		return v.Validate()
	}
	return nil
}

// named puts the name of the scheme before a problem. nil stays nil.
func named(scheme string, problem error) error {
	if problem == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", scheme, problem)
}
