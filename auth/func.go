package auth

import "net/http"

// Func is a function as a [Scheme].
func Func(f func(*http.Request) error) Scheme { return schemeFunc(f) }

type schemeFunc func(*http.Request) error

// Authorize calls the function.
func (f schemeFunc) Authorize(req *http.Request) error {
	if f == nil {
		return f.Validate()
	}
	return f(req)
}

// Validate reports a function that is nil.
func (f schemeFunc) Validate() error {
	if f == nil {
		return named("Func", errNilFunc)
	}
	return nil
}
