package retry

import "example.com/outbound/httperror"

// Limits bounds the retries of one call per class of failure. Nil means no
// bound of its own, 0 that the first failure of the class is the last.
//
//   - Connect: the name was not resolved, or no connection to server or proxy came about, or the proxy refused CONNECT.
//   - Read: a connection existed and no whole response came over it (timeout, reset, protocol, body).
//   - Status: there was a response.
//   - Other: the rest.
type Limits struct{ Connect, Read, Status, Other *int }

// clone is a copy that shares no number with l.
func (l Limits) clone() Limits {
	return Limits{clone(l.Connect), clone(l.Read), clone(l.Status), clone(l.Other)}
}

func clone(n *int) *int {
	if n == nil {
		return nil
	}
	return new(*n)
}

// class is what [Limits] counts by.
type class int

const (
	classConnect class = iota
	classRead
	classStatus
	classOther
	classes // how many there are
)

// field is the name of the class in Limits.
func (c class) field() string {
	return [...]string{"Connect", "Read", "Status", "Other"}[c]
}

func (l Limits) limit(c class) *int {
	switch c {
	case classConnect:
		return l.Connect
	case classRead:
		return l.Read
	case classStatus:
		return l.Status
	}
	return l.Other
}

// classOf goes by the error if there is one. An error that stands for a
// response, as [Do] may meet it, counts like the response.
func classOf(a Attempt) class {
	switch a.Kind {
	case httperror.DNS, httperror.Connect, httperror.Proxy:
		return classConnect
	case httperror.Timeout, httperror.Reset, httperror.Protocol, httperror.Body:
		return classRead
	case httperror.ClientStatus, httperror.RateLimited, httperror.ServerStatus:
		return classStatus
	}
	if a.Err == nil && a.Response != nil {
		return classStatus
	}
	return classOther
}
