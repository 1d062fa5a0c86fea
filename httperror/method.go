package httperror

// harmless reports whether a second request has no effect that the first has not.
func (e *Error) harmless() bool {
	switch e.Method {
	case "PUT", "DELETE":
		return true
	}
	return e.Delivery == NotSent || e.Idempotent || e.safe()
}

// safe reports whether the method changes nothing at the server (RFC 9110, section
// 9.2.1).
func (e *Error) safe() bool {
	switch e.Method {
	case "", "GET", "HEAD", "OPTIONS", "TRACE":
		return true
	}
	return false
}

func (e *Error) method() string {
	if e.Method == "" {
		return "GET"
	}
	return line(e.Method)
}
