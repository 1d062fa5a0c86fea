package auth

import "net/http"

// Func is a function as a [Scheme].
func Func(f func(*http.Request) error) Scheme { return schemeFunc(f) }

type schemeFunc func(*http.Request) error

func (f schemeFunc) Authorize(req *http.Request) error { return f(req) }
