package httperror

import "strconv"

// Status is a status code as an error, so that errors.Is(err,
// httperror.Status(404)) asks for one.
type Status int

// Error returns the code in digits.
func (s Status) Error() string { return "status " + strconv.Itoa(int(s)) }
